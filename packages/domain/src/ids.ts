declare const idBrand: unique symbol;
type Id<Name extends string> = string & { readonly [idBrand]: Name };

/** A payment's transaction ID as the processor issued it: compared byte for byte, never completed or folded (R1). */
export type TransactionId = Id<'TransactionId'>;
export type FirmId = Id<'FirmId'>;
export type RefundId = Id<'RefundId'>;
export type AccountEmailId = Id<'AccountEmailId'>;
export type VoidId = Id<'VoidId'>;
export type BankLineId = Id<'BankLineId'>;
export type BankAccountId = Id<'BankAccountId'>;
export type ConnectionId = Id<'ConnectionId'>;
export type PayoutId = Id<'PayoutId'>;
export type MatterId = Id<'MatterId'>;
export type InvoiceId = Id<'InvoiceId'>;
export type AllocationId = Id<'AllocationId'>;
/** One taking of a payment's money by the bank: a return, or one round of a dispute. */
export type LossId = Id<'LossId'>;
/** A record of a trust account's movement that is no payment's and no refund's. */
export type TrustTransactionId = Id<'TrustTransactionId'>;
/** What a trust account held and owed when its books began, and an item of it that the bank had not shown. */
export type OpeningScheduleId = Id<'OpeningScheduleId'>;
export type OpeningItemId = Id<'OpeningItemId'>;
export type TrustApplicationId = Id<'TrustApplicationId'>;
export type ObligationId = Id<'ObligationId'>;
/** Who acts: a portal user or an API client. A principal outlives its sign-ins and keys (R11). */
export type PrincipalId = Id<'PrincipalId'>;

/** The longest transaction ID that we look up; no processor has longer ones. */
export const TRANSACTION_ID_LENGTH_MAX = 255;

/** Brands text that was checked at the border (by a route's schema or a database column) as this kind of ID. */
export function asId<Kind extends string>(text: string): Kind {
  return text as Kind; // the caller names the kind: IDs are opaque text, so there is nothing more to check
}
