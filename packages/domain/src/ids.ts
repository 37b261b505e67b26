declare const idBrand: unique symbol;
type Id<Name extends string> = string & { readonly [idBrand]: Name };

/** A payment's transaction ID as the processor gave it: compared byte for byte, never completed or case-folded (R1). */
export type TransactionId = Id<'TransactionId'>;
export type FirmId = Id<'FirmId'>;
export type RefundId = Id<'RefundId'>;
export type AccountEmailId = Id<'AccountEmailId'>;
export type VoidId = Id<'VoidId'>;
export type BankLineId = Id<'BankLineId'>;
export type MatterId = Id<'MatterId'>;
export type InvoiceId = Id<'InvoiceId'>;
export type AllocationId = Id<'AllocationId'>;
export type ObligationId = Id<'ObligationId'>;
/** Who acts: a portal user or an API client. It outlives the sign-ins and keys that it acts with (R11). */
export type PrincipalId = Id<'PrincipalId'>;

/** The longest transaction ID that is looked up; a longer text is no transaction ID of any processor. */
export const TRANSACTION_ID_LENGTH_MAX = 255;

/** Takes text that has passed the border (a route's schema or a database column) as the named kind of ID. */
export function asId<Kind extends string>(text: string): Kind {
  return text as Kind; // the caller names the kind: IDs are opaque text, there is nothing more to check
}
