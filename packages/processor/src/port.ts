// What Makewhole needs from a payment processor. Each expected outcome is a value in the answer, never an exception;
// above all, the answers tell "certainly nothing happened" from "the money may have moved" (B2).
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { TransactionId } from '@makewhole/domain/ids';
import type { Currency, Money } from '@makewhole/domain/money';
import type {
  BankAccount,
  ItemKind,
  PaymentMethod,
  PaymentReport,
  PaymentStatus,
  PaymentType,
} from '@makewhole/domain/payments';
import type { ProcessorRefundStatus } from '@makewhole/domain/processor-record';
import type { UnusableRecord } from '@makewhole/domain/reconciliation/compare-payment';

export interface PaymentProcessor {
  /** The payment with exactly this ID, byte for byte: an ID cut short or in another case is not found (R1). */
  getPayment(request: PaymentLookup): Promise<PaymentAnswer>;
  /**
   * Requests a refund. Sending the same idempotency key with the same content again is safe for as long as the
   * processor remembers the key (Stripe and the sandbox: 24 hours after its first use), and returns the first answer
   * again (B1).
   */
  refund(request: RefundRequest): Promise<RefundAnswer>;
  /** Every refund with this reference of ours, oldest first; empty if there is none. Sees a new refund at once. */
  findRefundsByReference(request: ReferenceLookup): Promise<RefundsAnswer>;
  /** A refund as it stands now, by the processor's own ID. */
  getRefund(request: RefundLookup): Promise<RefundLookupAnswer>;
  /**
   * Refunds created or changed in status since an instant, whoever made them (B12), a page at a time: every refund
   * that existed when the first page was requested is on one of the pages.
   */
  listRefunds(request: ListRequest): Promise<PageAnswer<ProcessorRefund>>;
  /** Payments created or changed since an instant, counting changes to their refunds: paged as `listRefunds`. */
  listPayments(request: ListRequest): Promise<PageAnswer<ProcessorPayment>>;
  /** Voids an authorization that was not captured (R12). Sending it again is as safe as with `refund`. */
  voidAuthorization(request: VoidRequest): Promise<VoidAnswer>;
}

/** The processor's name for the merchant (the firm). Plain ASCII. */
type MerchantAccount = string;

export type PaymentLookup = { readonly account: MerchantAccount; readonly transactionId: TransactionId };

export type RefundRequest = {
  readonly account: MerchantAccount;
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

export type ReferenceLookup = { readonly account: MerchantAccount; readonly reference: string };

export type RefundLookup = { readonly account: MerchantAccount; readonly refundId: string };

export type ListRequest = {
  readonly account: MerchantAccount;
  /** Inclusive; by the processor's clock, which may differ from ours. */
  readonly since: Instant;
  /** The nextCursor of the previous page; null for the first one. */
  readonly cursor: string | null;
  /** 1 to 200. */
  readonly limit: number;
};

export type VoidRequest = {
  readonly account: MerchantAccount;
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

export type PageAnswer<Item> =
  | {
      readonly kind: 'page';
      readonly items: readonly Item[];
      /** The other records of the page: an unreadable record spoils only itself. */
      readonly unreadable: readonly UnreadableRecord[];
      /** Null on the last page. */
      readonly nextCursor: string | null;
    }
  | Unavailable;

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

/** Certainly nothing happened: it was not sent, or was turned away before the processor's rules applied. */
export type RetryLater = { readonly kind: 'retry_later'; readonly afterMs: number; readonly message: string };

/** The processor has it, in a shape that we do not know: asking again helps only after the processor or we change. */
export type UnreadableRecord = UnusableRecord & { readonly kind: 'unreadable' };

/** A lookup without a clear answer: it says nothing about the payment or refund. */
export type Unavailable = { readonly kind: 'unavailable'; readonly message: string };

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
  'other',
] as const;
export type ProcessorRefusalCode = (typeof PROCESSOR_REFUSAL_CODES)[number];

/**
 * timeout: no whole answer in time. connection_lost: cut after sending may have begun. server_error: any 5xx, even a
 * saved one. unreadable_answer: about something else, or of no known shape. in_progress: another send with this key is
 * under way. key_reused: this key was used with other content before.
 */
export type UnknownCause =
  'timeout' | 'connection_lost' | 'server_error' | 'unreadable_answer' | 'in_progress' | 'key_reused';

/** A payment as the processor knows it. Amounts in minor units of `currency`, which we may not support. */
export type ProcessorPayment = {
  readonly transactionId: TransactionId;
  readonly account: MerchantAccount;
  readonly type: Exclude<PaymentType, 'refund'>;
  /** A refund does not change it: see `refundedAmount`. */
  readonly status: Extract<PaymentStatus, 'authorized' | 'captured' | 'settled' | 'voided' | 'returned'>;
  readonly amount: Money;
  readonly currency: string;
  readonly method: PaymentMethod;
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
  readonly items: readonly ProcessorPaymentItem[];
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
  readonly succeededAt: Instant | null;
  readonly failedAt: Instant | null;
  readonly returnedAt: Instant | null;
  /**
   * By which the client's bank finds the credit: a card's acquirer reference number (ARN), or an ACH trace number. Null
   * while the processor does not know it; left out by a processor that never reports it.
   */
  readonly traceNumber?: string | null | undefined;
};

/**
 * What the processor reports by webhook. `id` is the same for every delivery of the same event. The event only says
 * what to look up: its content was true when it happened, and a later event may already have arrived (ADR 4).
 */
export type ProcessorEvent = {
  readonly id: string;
  readonly occurredAt: Instant;
} & (
  | {
      readonly type: 'refund.created' | 'refund.succeeded' | 'refund.failed' | 'refund.returned';
      readonly refund: ReportedRefund;
    }
  | { readonly type: PaymentReport; readonly payment: ReportedPayment }
);

/** Which refund a report is about. */
export type ReportedRefund = Pick<ProcessorRefund, 'id' | 'account' | 'transactionId' | 'reference'>;

/** Which payment a report is about. */
export type ReportedPayment = Pick<ProcessorPayment, 'transactionId' | 'account'> & {
  /** For people to read; nothing is decided by it. Null if the report has none. */
  readonly dispute: ProcessorDispute | null;
};

/**
 * forged: not signed by the processor, or not recently. unreadable: signed, but no event that we know; never a reason
 * to retry.
 */
export type WebhookVerdict =
  | { readonly kind: 'ok'; readonly event: ProcessorEvent }
  | { readonly kind: 'forged'; readonly message: string }
  | { readonly kind: 'unreadable'; readonly eventId: string; readonly message: string };
