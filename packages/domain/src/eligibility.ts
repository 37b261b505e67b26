// Whether a payment can be refunded now, and if not, why and from when (B7, R12).
import { ACH_WAIT_LIMITS, laterOf, refundableAfter } from './ach-wait.ts';
import { bankDateOf, returnableUntil, type BankDate, type Instant } from './bank-calendar.ts';
import type { BankAccountView } from './bank-accounts.ts';
import type { FirmRules } from './firm-rules.ts';
import type { BankAccountId } from './ids.ts';
import { formatMoney, type Money } from './money.ts';
import { isUnassigned, type PaymentFacts } from './payments.ts';

export const REFUSAL_CODES = [
  'is_a_refund',
  'not_captured',
  'voided',
  'payment_returned',
  'disputed',
  'refunded_elsewhere',
  'repaid_another_way',
  'not_settled',
  'not_in_the_books',
  'allocation_unknown',
  'ach_return_window',
  'matter_unknown',
  'trust_balance_insufficient',
  'trust_balance_stale',
  'trust_balance_below_held',
  'partly_applied',
  'record_mismatch',
  'drawn_on_unknown',
  'drawn_on_trust_applied',
  'connection_not_allowed',
] as const;
/** Why a payment cannot be refunded: stable codes, which the API returns as `reason` and a rejected refund keeps. */
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export type Eligibility =
  | { readonly refundable: true }
  | {
      readonly refundable: false;
      readonly code: RefusalCode;
      readonly message: string;
      /** The bank day from which it can be refunded, if waiting helps; else null. */
      readonly refundableFrom: BankDate | null;
      /** For trust_balance_...: the trust account. */
      readonly bankAccountId?: BankAccountId;
    };

export const PREVIEW_WARNINGS = [
  'approval_needed',
  'connection_broken',
  'ach_returnable',
  'payer_is_not_client',
  'trust_steps_owed',
  'drawn_on_trust',
  'no_recipients',
  'invoice_decision_owed',
] as const;
/** What a person should know before a refund, besides the refusals (B3): stable codes; the portal has their text. */
export type PreviewWarning = (typeof PREVIEW_WARNINGS)[number];

/** How long an ACH payment waits before it can be refunded (B7), by the kind of account that received it. */
export type EligibilityRules = Pick<FirmRules, 'achWaitOperating' | 'achWaitTrust'>;

/**
 * Until when the client's bank may still return an ACH payment as unauthorized, which no waiting time of a firm covers;
 * null for a card, for one that has not settled, and once those days are over.
 */
export function returnRiskUntil(
  { method, settledAt }: Pick<PaymentFacts, 'method' | 'settledAt'>,
  now: Instant,
): BankDate | null {
  if (method !== 'ach' || settledAt === null) return null;
  const until = returnableUntil(settledAt);
  return bankDateOf(now) <= until ? until : null;
}

/** The text for a person, by refusal. */
export const REFUSAL_MESSAGES: Record<RefusalCode, string> = {
  is_a_refund:
    'This transaction is itself a refund. Copy the transaction ID of the payment that it paid back.',
  not_captured: 'This is an authorization that was never captured: void it instead of refunding it.',
  voided: 'This authorization was voided: no money was taken, so there is none to give back.',
  payment_returned: 'This payment was returned by the bank: the client already has the money.',
  disputed: 'The client disputes this payment with their bank. Refunding it as well could pay them twice.',
  refunded_elsewhere: 'This payment was already refunded outside Makewhole, at the payment processor.',
  repaid_another_way:
    'The client was paid back in another way after a refund of this payment failed: a refund would pay them twice.',
  not_settled: 'This payment has not settled yet. It can be refunded once the bank has settled it.',
  not_in_the_books:
    'The receipt of this payment is not in the books yet, so there is nothing to refund it from. It is booked as soon as the payment processor confirms the settlement.',
  allocation_unknown:
    'The payment processor does not say whether this payment is operating or trust money, and nobody here has said it yet. Assign it first: its page in Payment History has the form.',
  ach_return_window: 'This ACH payment is young enough to be returned by the bank.',
  matter_unknown: 'This payment went to trust, but no matter is known for it. Assign it to a matter first.',
  trust_balance_insufficient:
    "The matter's available trust balance is smaller than the trust part of this payment.",
  trust_balance_stale:
    "Your firm brings in trust balances from its own system, and this matter's is too old to refund trust money by.",
  trust_balance_below_held:
    'By your own system this matter has less in trust than refunds under way hold, so no new refund of its trust money is accepted. The task about it in the work list says what to do. Once it is resolved, bring in the current balance and refund then.',
  drawn_on_unknown:
    'Nobody has said yet which account the payment processor draws such a refund on. An owner says it in the settings of the connection.',
  partly_applied:
    "Only a part of this payment's trust money has paid an invoice, and Makewhole refunds payments in full. Return the unearned rest by trust check, and record that check in the matter's trust ledger of your practice system.",
  drawn_on_trust_applied:
    'The payment processor would take this refund out of trust, but trust money of this payment has paid an invoice: it would be other clients’ money. Pay the client from operating another way.',
  connection_not_allowed:
    'The connection to the payment processor that took this payment is disabled, or nobody has confirmed it yet. An owner enables it in the settings of the connections; a new one is confirmed there by a second owner or a lawyer.',
  record_mismatch: "The payment processor's record of this payment differs from ours. Nothing was refunded.",
};

/** Judges a payment at an instant from what is known of it; the hold itself checks the trust balance (B4). */
export function eligibilityOf(payment: PaymentFacts, rules: EligibilityRules, now: Instant): Eligibility {
  if (payment.type === 'refund') return refuse('is_a_refund');
  if (payment.status === 'voided') return refuse('voided');
  if (payment.type === 'authorization' || payment.status === 'authorized') return refuse('not_captured');
  if (payment.status === 'returned' || payment.status === 'failed') return refuse('payment_returned');
  if (payment.disputed) return refuse('disputed');
  if (payment.refundedElsewhere) return refuse('refunded_elsewhere');
  if (payment.settledAt === null) return refuse('not_settled');
  if (isUnassigned(payment)) return refuse('allocation_unknown');
  if (!payment.inTheBooks) return refuse('not_in_the_books');
  if (payment.method === 'ach') {
    const refundableFrom = achRefundableFrom(payment, payment.settledAt, rules);
    if (bankDateOf(now) < refundableFrom) return refuse('ach_return_window', refundableFrom);
  }
  if (payment.matterId === null && payment.legs.some((leg) => leg.account === 'trust')) {
    return refuse('matter_unknown');
  }
  if (payment.appliedFromTrust > 0 && trustAmountOf(payment) !== null) return refuse('partly_applied');
  return { refundable: true };
}

/** Why the payment cannot be refunded now; null if it can. */
export function refusalCodeOf(verdict: Eligibility): RefusalCode | null {
  return verdict.refundable ? null : verdict.code;
}

/** How much of the matter's balance must be free of other holds for the trust leg (B4). */
export function trustAmountOf(payment: Pick<PaymentFacts, 'legs'>): Money | null {
  return payment.legs.find((leg) => leg.account === 'trust')?.amount ?? null;
}

export function refuse(
  code: RefusalCode,
  refundableFrom: BankDate | null = null,
): Eligibility & { refundable: false } {
  const from = refundableFrom === null ? '' : ` It can be refunded from ${refundableFrom}.`;
  return { refundable: false, code, message: REFUSAL_MESSAGES[code] + from, refundableFrom };
}

/**
 * Too little of the matter's money is free in the trust account that the refund would take it from, which the refusal
 * names: what the matter has in another is no answer to it (B4).
 */
export function refuseTrust(
  account: Pick<BankAccountView, 'id' | 'title' | 'lastFour'>,
  said: BalanceSaid | null = null,
): Eligibility & { refundable: false } {
  const named = account.lastFour === null ? account.title : `${account.title}, ending in ${account.lastFour}`;
  const message = `${REFUSAL_MESSAGES.trust_balance_insufficient} It would come from ${named}. Money in another trust account does not help.${said === null ? '' : ` ${sayLess(said)}`}`;
  return { ...refuse('trust_balance_insufficient'), message, bankAccountId: account.id };
}

/** What the firm's own system said of the account, and what that leaves after what moved here since (ADR 53). */
export type BalanceSaid = { readonly imported: Money; readonly asOf: BankDate; readonly left: Money };

function sayLess({ imported, asOf, left }: BalanceSaid): string {
  return `Your own system said that the matter had ${formatMoney(imported, 'USD')} there as of ${asOf}, which leaves ${formatMoney(left, 'USD')} after what moved here since, before what other refunds hold. The client ledger here has more, but a refund uses the smaller of the two. If your system's balance is out of date, bring in the current one, then refund.`;
}

/** @param asOf of the balance, in the firm's zone */
export function refuseStaleBalance({
  asOf,
  trustBalanceDays: days,
}: {
  readonly asOf: BankDate;
  readonly trustBalanceDays: number;
}): Eligibility & { refundable: false } {
  const age = `It is as of ${asOf}, and by your firm's rule it may be ${days === 1 ? 'one day' : `${days} days`} old.`;
  const message = `${REFUSAL_MESSAGES.trust_balance_stale} ${age} ${BRING_IN}`;
  return { ...refuse('trust_balance_stale'), message };
}

/** The firm's own system said balances of the account, but none of this matter. */
export function refuseMissingBalance(): Eligibility & { refundable: false } {
  const message = `Your firm brings in trust balances from its own system, but none of this matter in this trust account. ${BRING_IN}`;
  return { ...refuse('trust_balance_stale'), message };
}

const BRING_IN =
  "Bring in the matter's current balance (makewhole import trust-balances, or PUT /v1/trust-balances), then refund.";

/** Of a payment to both kinds of account, the later day. */
function achRefundableFrom(
  { legs }: Pick<PaymentFacts, 'legs'>,
  settledAt: Instant,
  { achWaitOperating: operating, achWaitTrust: trust }: EligibilityRules,
): BankDate {
  const days = legs.map(({ account }) => refundableAfter(settledAt, { operating, trust }[account]));
  return days.reduce(laterOf, refundableAfter(settledAt, { bankDays: ACH_WAIT_LIMITS.bankDays.min }));
}
