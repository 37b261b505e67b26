// A payment as the firm knows it: mirrored from the processor, never edited by us.
import type { AllocationId, InvoiceId, MatterId, TransactionId } from './ids.ts';
import type { Currency, Money } from './money.ts';

export const PAYMENT_TYPES = ['sale', 'authorization', 'refund'] as const;
/**
 * sale: captured money; authorization: reserved, not captured (voided, never refunded, R12); refund: money sent back.
 */
export type PaymentType = (typeof PAYMENT_TYPES)[number];

export const PAYMENT_METHODS = ['card', 'ach'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

export const PAYMENT_STATUSES = [
  'authorized',
  'captured',
  'settled',
  'voided',
  'pending',
  'failed',
  'returned',
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export const DISPUTE_STATUSES = ['open', 'won', 'lost'] as const;
/** won: the payment stands; lost: the client's bank took the money back from the firm (R12). */
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

/** What the processor reports about a payment itself, not a refund of it: a reason to look the payment up (ADR 4). */
export const PAYMENT_REPORTS = [
  'payment.disputed',
  'payment.returned',
  'dispute.closed',
  'payment.updated',
] as const;
export type PaymentReport = (typeof PAYMENT_REPORTS)[number];

/** The firm's two kinds of bank account: one for its own money, one for its clients' (R5). */
export const BANK_ACCOUNTS = ['operating', 'trust'] as const;
export type BankAccount = (typeof BANK_ACCOUNTS)[number];

/** The part of a payment that went to one account; each leg has its own books (R6). */
export type Leg = { readonly account: BankAccount; readonly amount: Money };

/** Nobody has said yet which accounts its money went to, so it is in no books and cannot be refunded. */
export function isUnassigned({
  amount,
  legs,
}: {
  readonly amount: Money;
  readonly legs: readonly Leg[];
}): boolean {
  return amount > 0 && legs.length === 0;
}

/** A leg of a refund. drawnFrom: the kind of account that pays it back; left out, operating (R5). */
export type DrawnLeg = Leg & { readonly drawnFrom?: BankAccount };

/** Whether the processor pays this leg out of the trust account itself, so that no trust steps follow (ADR 36). */
export function isDrawnOnTrust({ account, drawnFrom }: DrawnLeg): boolean {
  return account === 'trust' && drawnFrom === 'trust';
}

export const ITEM_KINDS = ['invoice', 'deposit', 'surcharge', 'cost', 'tax'] as const;
/**
 * What an item of a payment is for. surcharge: what the firm adds for the way of paying; it is the firm's own money, even
 * on a deposit to trust, and pays no invoice.
 */
export type ItemKind = (typeof ITEM_KINDS)[number];

/** An item's kind; null if neither the processor nor its account or invoice says. */
export function itemKindOf(item: {
  readonly kind: ItemKind | null;
  readonly account: BankAccount;
  readonly invoiceNumber: string | null;
}): ItemKind | null {
  if (item.kind !== null) return item.kind;
  if (item.account === 'trust') return 'deposit';
  return item.invoiceNumber === null ? null : 'invoice';
}

/** The part of a payment that paid an invoice. An operating amount without one is an unapplied receipt. */
export type Allocation = {
  readonly id: AllocationId;
  readonly invoiceId: InvoiceId;
  readonly invoiceNumber: string;
  readonly amount: Money;
};

/** What decides whether a payment can be refunded. Instants are RFC 3339 UTC. */
export type PaymentFacts = {
  readonly transactionId: TransactionId;
  readonly type: PaymentType;
  readonly status: PaymentStatus;
  readonly method: PaymentMethod;
  readonly amount: Money;
  readonly currency: Currency;
  readonly settledAt: string | null;
  readonly disputed: boolean;
  readonly refundedElsewhere: boolean;
  readonly matterId: MatterId | null;
  /** Its receipt is posted, and stands (B15). */
  readonly inTheBooks: boolean;
  /** Where the money is now: what was applied from trust is in operating. */
  readonly legs: readonly Leg[];
  /** How much of it came into trust and has paid invoices from there since (T7). */
  readonly appliedFromTrust: Money;
};
