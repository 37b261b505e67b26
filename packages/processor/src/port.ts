// What Makewhole needs from a payment processor. Each expected outcome is a value in the answer, never an exception;
// above all, the answers tell "certainly nothing happened" from "the money may have moved" (B2). A processor is bound to
// one connection of a firm; what differs between companies is a capability (module.ts), never a branch of a caller.
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { ConnectionMode } from '@makewhole/domain/connections';
import type { TransactionId } from '@makewhole/domain/ids';
import type { Currency, Money } from '@makewhole/domain/money';
import type {
  BankAccount,
  ItemKind,
  PaymentMethod,
  PaymentStatus,
  PaymentType,
} from '@makewhole/domain/payments';
import type { ProcessorRefundStatus } from '@makewhole/domain/processor-record';
import type { ChangesAnswer, ChangesRequest, CreatedRequest, PageAnswer } from './lists.ts';
import type { Unavailable, UnreadableRecord } from './no-answer.ts';

export interface PaymentProcessor {
  /**
   * The payment with exactly this ID, byte for byte: an ID cut short or in another case is not found (R1). Another exact
   * ID of the same payment finds it too; the answer has the one that counts, and the others as its aliases.
   */
  getPayment(request: PaymentLookup): Promise<PaymentAnswer>;
  /**
   * Requests a refund, in one request and never more. Sending the same idempotency key with the same content again is
   * safe for as long as the capability `sendAgainWithinMs` says, and returns the first answer again (B1).
   */
  refund(request: RefundRequest): Promise<RefundAnswer>;
  /** Every refund of a payment with this reference of ours, oldest first; empty if there is none. Sees a new one at once. */
  findRefunds(request: RefundsLookup): Promise<RefundsAnswer>;
  /** A refund as it stands now, by the processor's own ID. */
  getRefund(request: RefundLookup): Promise<RefundLookupAnswer>;
  /** Payments by when the processor created them, a page at a time: each that existed at the first page is on one. */
  listCreatedPayments(request: CreatedRequest): Promise<PageAnswer<ProcessorPayment>>;
  /** Refunds by when the processor created them, whoever made them (B12): paged as payments. */
  listCreatedRefunds(request: CreatedRequest): Promise<PageAnswer<ProcessorRefund>>;
  /** What was created or changed, as pointers, each at least once: ask for what they point to. */
  listChanges(request: ChangesRequest): Promise<ChangesAnswer>;
  /** Voids an authorization that was not captured (R12). Sending it again is as safe as with `refund`. */
  voidAuthorization(request: VoidRequest): Promise<VoidAnswer>;
}

/** The processor's name for the merchant (the firm). Plain ASCII. */
type MerchantAccount = string;

export type PaymentLookup = { readonly transactionId: TransactionId };

export type RefundRequest = {
  readonly transactionId: TransactionId;
  readonly amount: Money;
  readonly currency: Currency;
  /** Derived from the refund, never from an attempt (B1). */
  readonly idempotencyKey: string;
  /** Our own name for the refund, which finds it when the answer was lost (B2). 1 to 255 characters. */
  readonly reference: string;
  /** Deadline for the whole answer; after it the outcome is unknown. */
  readonly timeoutMs: number;
};

export type RefundsLookup = {
  readonly transactionId: TransactionId;
  /** Null: all refunds of the payment. */
  readonly reference: string | null;
};

/** The payment is for processors that know a refund only under its payment. */
export type RefundLookup = { readonly transactionId: TransactionId; readonly refundId: string };

export type VoidRequest = {
  readonly transactionId: TransactionId;
  readonly idempotencyKey: string;
  readonly timeoutMs: number;
};

export type PaymentAnswer =
  | { readonly kind: 'found'; readonly payment: ProcessorPayment }
  | { readonly kind: 'not_found' }
  | UnreadableRecord
  | Unavailable;

/**
 * `accepted` reports what the processor answered; its amount and currency may differ from the request, so compare
 * them. `refused` with `already_refunded` may be about our own refund, if the processor forgot the key: look it up by
 * reference.
 */
export type RefundAnswer =
  { readonly kind: 'accepted'; readonly refund: ProcessorRefund } | SendRefused | OutcomeUnknown | RetryLater;

export type RefundsAnswer =
  { readonly kind: 'found'; readonly refunds: readonly ProcessorRefund[] } | UnreadableRecord | Unavailable;

export type RefundLookupAnswer =
  | { readonly kind: 'found'; readonly refund: ProcessorRefund }
  | { readonly kind: 'not_found' }
  | UnreadableRecord
  | Unavailable;

export type VoidAnswer =
  { readonly kind: 'voided'; readonly payment: ProcessorPayment } | SendRefused | OutcomeUnknown | RetryLater;

/** The processor refused, by its rules: nothing happened, and asking again will not help. */
export type SendRefused = {
  readonly kind: 'refused';
  readonly code: ProcessorRefusalCode;
  /** The processor's own words. */
  readonly message: string;
};

/** No clear answer came: it may have happened. Look it up before sending anything again (B2). */
export type OutcomeUnknown = {
  readonly kind: 'unknown';
  readonly cause: UnknownCause;
  readonly message: string;
};

/**
 * Certainly nothing happened: it was not sent, or was turned away before the processor's rules applied.
 * connection_broken: our key or account is not accepted any more, and only a person can change that.
 */
export type RetryLater = {
  readonly kind: 'retry_later';
  readonly cause: RetryCause;
  readonly afterMs: number;
  readonly message: string;
};

export type RetryCause = 'busy' | 'connection_broken';

export const PROCESSOR_REFUSAL_CODES = [
  'payment_not_found',
  'not_captured',
  'already_captured',
  'voided',
  'payment_returned',
  'disputed',
  'already_refunded',
  'amount_exceeds_remaining',
  'currency_mismatch',
  'insufficient_funds',
  'window_over',
  'method_unsupported',
  'connection_not_allowed',
  'other',
] as const;
export type ProcessorRefusalCode = (typeof PROCESSOR_REFUSAL_CODES)[number];

/**
 * timeout: no whole answer in time. connection_lost: cut after sending may have begun. server_error: any 5xx.
 * saved_error: a 5xx that the processor repeats for this key, so that sending again is useless and "not found" is no
 * proof. unreadable_answer: about something else, or of no known shape. in_progress: another send with this key is
 * under way. key_reused: this key was used with other content before.
 */
export type UnknownCause =
  | 'timeout'
  | 'connection_lost'
  | 'server_error'
  | 'saved_error'
  | 'unreadable_answer'
  | 'in_progress'
  | 'key_reused';

/** A payment as the processor knows it. Amounts in minor units of `currency`, which we may not support. */
export type ProcessorPayment = {
  /** The one that counts, where it has several. */
  readonly transactionId: TransactionId;
  /** The other IDs that find it; usually none. */
  readonly aliases: readonly TransactionId[];
  readonly account: MerchantAccount;
  /** Test: no money moves. */
  readonly mode: ConnectionMode;
  readonly type: Exclude<PaymentType, 'refund'>;
  /** A refund does not change it: see `refundedAmount`. */
  readonly status: PaymentStatus;
  /** What was captured; before that, what was authorized. */
  readonly amount: Money;
  readonly currency: string;
  /** other: one that we do not refund. */
  readonly method: PaymentMethod | 'other';
  readonly last4: string;
  readonly payer: { readonly name: string; readonly email: string | null };
  readonly matterNumber: string | null;
  readonly createdAt: Instant;
  readonly capturedAt: Instant | null;
  readonly settledAt: Instant | null;
  readonly returnedAt: Instant | null;
  /** How the bank returned it; left out if it did not, or the processor does not report it. */
  readonly returned?: ProcessorReturn | null | undefined;
  /** An open or a lost dispute stands against it (R12); `dispute` is its latest one, even if won. */
  readonly disputed: boolean;
  readonly dispute: ProcessorDispute | null;
  /** Whether the processor would accept a refund in spite of the dispute; null if it does not say. */
  readonly refundable: boolean | null;
  /** Null if the processor has none: nobody may guess which account the money went to. */
  readonly items: readonly ProcessorPaymentItem[] | null;
  /** What it is for, in the payer's or the firm's words; left out if the processor does not say, or its items do. */
  readonly description?: string | undefined;
  /** The invoices that it names without saying how much each got; left out if none, or if its items name them. */
  readonly invoiceNumbers?: readonly string[] | undefined;
  /** The amount refunded or being refunded: pending and succeeded refunds. */
  readonly refundedAmount: Money;
  /** Oldest first, including failed and returned ones, whoever made them (B12). */
  readonly refunds: readonly ProcessorRefund[];
};

export type ProcessorPaymentItem = {
  readonly description: string;
  readonly invoiceNumber: string | null;
  readonly account: BankAccount;
  readonly amount: Money;
  /** What it is for; left out if the processor does not say. */
  readonly kind?: ItemKind | null | undefined;
};

export type ProcessorReturn = {
  /** The bank's reason, such as R01 or R10; null if the processor does not report it. */
  readonly code: string | null;
  /** The bank account that it was taken from; null if the processor does not report it. */
  readonly debitedFrom: BankAccount | null;
};

export type ProcessorDispute = {
  readonly id: string;
  readonly status: 'open' | 'won' | 'lost';
  readonly reason: string;
  /** Left out if the processor does not report it: then the dispute covers the whole payment. */
  readonly amount?: Money | undefined;
  /** What the processor charged for it so far; left out if it does not report it. */
  readonly fee?: Money | undefined;
  /** The same before it gave anything back; left out if it is the same, or the processor does not report it. */
  readonly feeCharged?: Money | undefined;
  /** An inquiry takes no money, a chargeback does; left out if the processor has no inquiries. */
  readonly kind?: 'inquiry' | 'chargeback' | undefined;
  /** The bank account that it was taken from; left out if the processor does not report it. */
  readonly debitedFrom?: BankAccount | undefined;
  /** The network's deadline; left out if the processor does not report it. */
  readonly respondBy?: Instant | undefined;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
};

/** A refund as the processor knows it. */
export type ProcessorRefund = {
  /** The processor's own ID for it. */
  readonly id: string;
  readonly account: MerchantAccount;
  readonly transactionId: TransactionId;
  readonly amount: Money;
  readonly currency: string;
  /** pending -> succeeded or failed; pending or succeeded -> returned, even days later (B6). */
  readonly status: ProcessorRefundStatus;
  /** Null if it was made without us, directly at the processor (B12). */
  readonly reference: string | null;
  /** Why it failed or was returned; else null. */
  readonly failureCode: string | null;
  readonly createdAt: Instant;
  /** Null for an outcome whose time the processor does not say, as for the two below. */
  readonly succeededAt: Instant | null;
  readonly failedAt: Instant | null;
  readonly returnedAt: Instant | null;
  /** Why it is still pending, in the processor's word; INSUFFICIENT_FUNDS where that is why; null if it does not say. */
  readonly pendingReason: string | null;
  /** Null for a processor that never reports it. */
  readonly trace: ProcessorTrace | null;
  /** The original charge disappears from the client's statement; no credit of its own will be on it. */
  readonly isReversal: boolean;
};

/** Why a refund is refused or still pending: the firm has too little at the company. Adapters say it in this word. */
export const INSUFFICIENT_FUNDS = 'insufficient_funds';

/** By which the client's bank finds the credit: a card's acquirer reference number (ARN), or an ACH trace number. */
export type ProcessorTrace = {
  readonly kind: 'acquirer_reference_number' | 'ach_trace_number' | 'other';
  /** Null unless it is available. */
  readonly value: string | null;
  /** unavailable: there never will be one. */
  readonly status: 'pending' | 'available' | 'unavailable';
};
