// What an obligation asks a person to do, in a sentence, if it names an amount or says what happened. attention-summaries.ts
// has the sentences that depend on the cause alone.
import type { BankDate } from './bank-calendar.ts';
import { formatDay, formatMonth } from './format-day.ts';
import { formatMoney, type Currency, type Money } from './money.ts';
import type { TrustStep } from './obligations.ts';

type Amount = { readonly amount: Money; readonly currency: Currency };

export function approvalSummary({ amount, currency }: Amount): string {
  return `Approve or decline the refund of ${formatMoney(amount, currency)}`;
}

/** @param proposed what the books say became of the invoice; null if it is due again */
export function invoiceDecisionSummary(
  { amount, currency }: Amount,
  invoiceNumber: string,
  proposed: 'paid_otherwise' | null = null,
): string {
  if (proposed === 'paid_otherwise') {
    return `Confirm that another payment paid invoice ${invoiceNumber}, and name it: nothing is open on it after the reversal of ${formatMoney(amount, currency)}`;
  }
  return `Decide what becomes of ${formatMoney(amount, currency)} on invoice ${invoiceNumber}: still due, written off or credited`;
}

export function trustStepSummary(step: TrustStep, { amount, currency }: Amount): string {
  return TRUST_STEP_SUMMARIES[step](formatMoney(amount, currency));
}

const TRUST_STEP_SUMMARIES: Record<TrustStep, (amount: string) => string> = {
  payment: (amount) => `Pay ${amount} from the matter's trust balance to the firm`,
  deposit: (amount) => `Deposit the ${amount} into the operating account`,
  transfer: (amount) => `Record the bank transfer of ${amount} from trust to operating`,
};

export const TRUST_RESTORE_SUMMARY =
  'Transfer the refunded trust money back from operating to trust, the next bank day';

/** For a lost dispute that the bank gave back to operating, after trust money had been moved there because of it. */
export function lossRestoreSummary({ amount, currency }: Amount): string {
  return `The bank gave back a dispute that had been lost, and ${formatMoney(amount, currency)} of it is the client's: it was moved from trust to operating because of the loss. Transfer that amount from operating back to trust. If the transfer from trust was never made, and will not be, say so instead.`;
}

export const BANK_MATCH_SUMMARY =
  'Find the two lines of the transfer from trust to operating on the bank statements';

export const BANK_MATCH_AGAIN_SUMMARY =
  'The bank statement that showed a line of the transfer from trust to operating was set aside as wrong. Find both lines of the transfer on the right statements';

/** For a refund that failed, whose client has no money yet (B16). */
export function repaymentSummary({ amount, currency }: Amount): string {
  return `The refund of ${formatMoney(amount, currency)} failed, and the client has no money. Refund the payment again, or pay the client another way and record it here, which a second person confirms.`;
}

/**
 * @param matterNumber the matter whose client ledger is negative
 * @param account the trust account in which it is, as the bank titles it; null if the ledger does not say
 */
export function trustReplenishSummary(
  { amount, currency }: Amount,
  { matterNumber, account }: { readonly matterNumber: string; readonly account: string | null },
): string {
  const into = account === null ? 'trust' : `the trust account "${account}"`;
  return `The bank took money out of trust that the client's ledger of matter ${matterNumber} did not have: it is short by ${formatMoney(amount, currency)}, which is other clients' money. Transfer that amount, and no more, from operating to ${into} today. Then record it here, with both bank lines or a file.`;
}

/** @param account the trust account whose ledger of the firm's own money is negative, as the bank titles it */
export function firmLedgerShortSummary({ amount, currency }: Amount, account: string): string {
  return `Charges took more out of the trust account "${account}" than the firm's own money in it: it is short by ${formatMoney(amount, currency)}, which is clients' money. Transfer that amount, and no more, from operating to trust today. Then record it here, with both bank lines or a file.`;
}

/** For a check to a client that no line of the bank has cleared for 90 days, or for 180, when it is stale (LW1). */
export function uncashedCheckSummary(
  { amount, currency }: Amount,
  check: {
    readonly reference: string;
    readonly date: string;
    readonly payee: string;
    readonly isStale: boolean;
  },
): string {
  const which = `Check ${check.reference} of ${formatDay(check.date)} over ${formatMoney(amount, currency)} to ${check.payee}`;
  const what = check.isStale
    ? 'is stale: nobody has cashed it for 180 days, and the bank may refuse it'
    : 'has not been cashed for 90 days';
  return `${which} ${what}. Reach the client and say so here; or void the check, pay by another one or, as unclaimed property, to the state, and record that. If the bank did pay it, match its line: that ends this task.`;
}

/** @param reason the network's reason; null if unknown */
export function disputeSummary({ amount, currency }: Amount, reason: string | null): string {
  const because = reason === null ? '' : ` (reason: ${reason.replaceAll('_', ' ')})`;
  return `The client disputes ${formatMoney(amount, currency)} with their bank${because}. Respond through the payment processor before the deadline: a dispute that nobody answers is lost. Then say here what you sent.`;
}

/**
 * A refund waits for money that the firm does not have at the company.
 * @param label the connection, as the firm calls it
 */
export function addFundsSummary(label: string, amount: Money, currency: Currency): string {
  return `Add funds to ${label}: its balance is short of up to ${formatMoney(amount, currency)}. This refund waits until it is covered and then goes on by itself; after too long the processor fails it.`;
}

/** A refund was refused for want of money at the company; no money moved. */
export function addFundsFirstSummary(label: string, amount: Money, currency: Currency): string {
  return `Add funds to ${label}: its balance was short of up to ${formatMoney(amount, currency)}, and this refund was refused. Then request it again, or pay the client in another way.`;
}

/** What happened to the payment of a refund that is under way or paid out (R12, B6). */
export type PaymentHappened = 'payment.disputed' | 'payment.returned' | 'payment.dispute_lost';

const TWICE =
  'while its refund is under way: they may be paid twice. Tell the payment processor of the refund at once.';

export const PAYMENT_HAPPENED_SUMMARIES: Record<PaymentHappened, string> = {
  'payment.disputed': `The client disputes the payment with their bank ${TWICE}`,
  'payment.returned': `The client's bank took the payment back ${TWICE}`,
  'payment.dispute_lost': `The client's dispute of the payment was lost ${TWICE}`,
};

/** @param month such as 2026-11 */
export function monthEndSummary(
  kind: 'month_end' | 'month_end_review',
  account: string,
  month: string,
): string {
  return kind === 'month_end'
    ? `Reconcile ${account} for ${formatMonth(month)}: import the statement, match its lines, and sign as the preparer.`
    : `Review and sign the reconciliation of ${account} for ${formatMonth(month)}. It locks the period.`;
}

export function openingReviewSummary(account: string, cutOverOn: BankDate): string {
  return `Compare the opening books of ${account} with the bank's statement and the client ledgers of ${formatDay(cutOverOn)}, and sign them. Nothing is posted before.`;
}

/** @param unexplained by how much it differs from our books */
export function payoutUnexplainedSummary(
  payout: { readonly id: string; readonly arrivesOn: BankDate; readonly amount: Money },
  unexplained: Money,
): string {
  return `The payment company paid out ${formatMoney(payout.amount, 'USD')} on ${formatDay(payout.arrivesOn)} (${payout.id}), which differs from our books by ${formatMoney(unexplained, 'USD')}. Nothing is booked until it is explained: look for a payment or a refund that is not in our books, or a charge that nobody recorded. It is looked at again every night.`;
}

/** What a task about an imported trust balance names (ADR 53). */
export type BalanceNamed = {
  readonly matterNumber: string;
  /** The trust account, as the bank titles it. */
  readonly account: string;
  /** What the firm's own system said, and the date of it in the firm's zone. */
  readonly imported: Money;
  readonly asOf: BankDate;
};

/** @param ledgerThen what our client ledger had then */
export function trustBalanceDiffersSummary(
  { matterNumber, account, imported, asOf }: BalanceNamed,
  ledgerThen: Money,
): string {
  return `Your own system said that matter ${matterNumber} had ${formatMoney(imported, 'USD')} in ${account} as of ${formatDay(asOf)}; its client ledger here had ${formatMoney(ledgerThen, 'USD')} then. Find the receipt, payment or correction that one of the two lacks and record it there; if your own system was wrong, correct it and import the balance again. Until then refunds can use no more than the smaller of the two. This task completes itself once they agree.`;
}

/** @param left what is left of it after what moved here since @param held what refunds under way hold */
export function trustBalanceBelowHeldSummary(
  { matterNumber, account, imported, asOf }: BalanceNamed,
  { left, held }: { readonly left: Money; readonly held: Money },
): string {
  return `Your own system said that matter ${matterNumber} had ${formatMoney(imported, 'USD')} in ${account} as of ${formatDay(asOf)}. After what moved here since then, that leaves ${formatMoney(left, 'USD')}, but refunds under way hold ${formatMoney(held, 'USD')}. No new refund of this matter's trust money is accepted meanwhile. Find out where the money went. If it is gone, cancel the refund or record on its page that the money cannot be recovered from trust; if your own system was wrong, correct it and import the balance again. This task completes itself once the balance covers what is held.`;
}

/** Why an email was not sent. */
export const DONE_BEFORE_SENT = 'It was done before the email left.';

export function traceMissingSummary({ amount, currency }: Amount): string {
  return `The payment processor says that it paid the refund of ${formatMoney(amount, currency)}, but has no trace number for it after eight bank days: the client may not have the money. Ask the processor for the number, then say here what you found.`;
}

/** @param label as the firm calls the connection */
export function connectionBrokenSummary(label: string): string {
  return `The payment company no longer accepts the credentials of the connection "${label}". Refunds of its payments wait, and none fails. Replace the credentials in the settings of the firm.`;
}

/** @param label as the firm calls the connection */
export function syncStuckSummary(label: string): string {
  return `The payments of the connection "${label}" could not be read for an hour, so new payments may be missing here. As a rule the payment company is away, and it continues by itself. If its own status page says that it works, ask the operator of Makewhole. The connection in the settings of the firm says what it waits for.`;
}
