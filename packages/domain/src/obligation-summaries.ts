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
    return `Confirm which other payment paid invoice ${invoiceNumber}: it has no open balance after the reversal of ${formatMoney(amount, currency)}`;
  }
  return `What should happen to the ${formatMoney(amount, currency)} on invoice ${invoiceNumber}?`;
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
  'Transfer the refunded trust money back from operating to trust by the next bank day';

/** For a lost dispute that the bank gave back to operating, after trust money had been moved there because of it. */
export function lossRestoreSummary({ amount, currency }: Amount): string {
  return `A lost dispute was reversed, and ${formatMoney(amount, currency)} of it is the client's: it was moved from trust to operating to cover the loss. Transfer that amount from operating back to trust. If the transfer from trust was never made and won't be, record that instead.`;
}

export const BANK_MATCH_SUMMARY = 'Match the two bank lines for the transfer from trust to operating';

export const BANK_MATCH_AGAIN_SUMMARY =
  'A bank statement for the transfer from trust to operating was set aside as wrong. Match both bank lines again on the correct statements';

/** For a refund that failed, whose client has no money yet (B16). */
export function repaymentSummary({ amount, currency }: Amount): string {
  return `The refund of ${formatMoney(amount, currency)} failed, and the client hasn't been paid. Refund the payment again, or pay the client another way and record it here. A second person will confirm it.`;
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
  return `The bank took more from trust than the client ledger for matter ${matterNumber} held. It's short ${formatMoney(amount, currency)}, which is other clients' money. Transfer exactly that amount from operating to ${into} today. Then record it here with both bank lines or a file.`;
}

/** @param account the trust account whose ledger of the firm's own money is negative, as the bank titles it */
export function firmLedgerShortSummary({ amount, currency }: Amount, account: string): string {
  return `Bank charges took more from the trust account "${account}" than the firm's own funds in it. It's short ${formatMoney(amount, currency)}, which is clients' money. Transfer exactly that amount from operating to trust today. Then record it here with both bank lines or a file.`;
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
  const which = `Check ${check.reference} to ${check.payee} for ${formatMoney(amount, currency)}, dated ${formatDay(check.date)},`;
  const what = check.isStale
    ? "is stale: it hasn't been cashed in 180 days, and the bank may refuse it"
    : "hasn't been cashed in 90 days";
  return `${which} ${what}. Contact the client and record it here, or void the check and pay again by check or, as unclaimed property, to the state. If the bank did pay it, match its bank line to complete this task.`;
}

/** @param reason the network's reason; null if unknown */
export function disputeSummary({ amount, currency }: Amount, reason: string | null): string {
  const because = reason === null ? '' : ` (reason: ${reason.replaceAll('_', ' ')})`;
  return `The client disputed ${formatMoney(amount, currency)} with their bank${because}. Respond through the payment processor before the deadline, or the dispute will be lost. Then record here what you sent.`;
}

/**
 * A refund waits for money that the firm does not have at the company.
 * @param label the connection, as the firm calls it
 */
export function addFundsSummary(label: string, amount: Money, currency: Currency): string {
  return `Add funds to ${label}: its balance is short by up to ${formatMoney(amount, currency)}. This refund is on hold and will continue automatically once it's covered. If it takes too long, the processor will fail it.`;
}

/** A refund was refused for want of money at the company; no money moved. */
export function addFundsFirstSummary(label: string, amount: Money, currency: Currency): string {
  return `Add funds to ${label}: its balance was short by up to ${formatMoney(amount, currency)}, so this refund was refused. Then request it again, or pay the client another way.`;
}

/** What happened to the payment of a refund that is under way or paid out (R12, B6). */
export type PaymentHappened = 'payment.disputed' | 'payment.returned' | 'payment.dispute_lost';

const TWICE =
  'while its refund is in progress. The client could be paid twice. Send the payment processor proof of the refund today.';

export const PAYMENT_HAPPENED_SUMMARIES: Record<PaymentHappened, string> = {
  'payment.disputed': `Urgent: the client disputed the payment with their bank ${TWICE}`,
  'payment.returned': `Urgent: the client's bank returned the payment ${TWICE}`,
  'payment.dispute_lost': `Urgent: the firm lost the client's dispute of the payment ${TWICE}`,
};

/** @param month such as 2026-11 */
export function monthEndSummary(
  kind: 'month_end' | 'month_end_review',
  account: string,
  month: string,
): string {
  return kind === 'month_end'
    ? `Reconcile ${account} for ${formatMonth(month)}: import the statement, match its lines, and sign as the preparer.`
    : `Review and sign the reconciliation of ${account} for ${formatMonth(month)}. Signing locks the period.`;
}

export function openingReviewSummary(account: string, cutOverOn: BankDate): string {
  return `Compare the opening books of ${account} with the bank statement and client ledgers for ${formatDay(cutOverOn)}, and sign them. Nothing posts until you sign.`;
}

/** @param unexplained by how much it differs from our books */
export function payoutUnexplainedSummary(
  payout: { readonly id: string; readonly arrivesOn: BankDate; readonly amount: Money },
  unexplained: Money,
): string {
  return `The payment processor paid out ${formatMoney(payout.amount, 'USD')} on ${formatDay(payout.arrivesOn)} (${payout.id}), which differs from the books by ${formatMoney(unexplained, 'USD')}. Nothing will post until it's explained: look for a payment, refund, or fee that isn't in the books. We check again every night.`;
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
  return `Your system showed ${formatMoney(imported, 'USD')} for matter ${matterNumber} in ${account} as of ${formatDay(asOf)}; its client ledger had ${formatMoney(ledgerThen, 'USD')}. Find the receipt, payment, or correction that one of them is missing and record it there. If your system was wrong, correct it and import the balance again. Until then, refunds can use only the smaller balance. This task closes automatically once they agree.`;
}

/** @param left what is left of it after what moved here since @param held what refunds under way hold */
export function trustBalanceBelowHeldSummary(
  { matterNumber, account, imported, asOf }: BalanceNamed,
  { left, held }: { readonly left: Money; readonly held: Money },
): string {
  return `Your system showed ${formatMoney(imported, 'USD')} for matter ${matterNumber} in ${account} as of ${formatDay(asOf)}. Activity since then leaves ${formatMoney(left, 'USD')}, but refunds in progress hold ${formatMoney(held, 'USD')}. New refunds of this matter's trust money are blocked. Find where the money went. If it's gone, cancel the refund or record on its page that the money can't be recovered from trust. If your system was wrong, correct it and import the balance again. This task closes automatically once the balance covers the holds.`;
}

/** Why an email was not sent. */
export const DONE_BEFORE_SENT = 'Completed before the email was sent.';

export function traceMissingSummary({ amount, currency }: Amount): string {
  return `The payment processor says it paid the refund of ${formatMoney(amount, currency)}, but has no trace number after eight bank days. The client may not have been paid. Ask the processor for the number, then record what you found.`;
}

/** @param label as the firm calls the connection */
export function connectionBrokenSummary(label: string): string {
  return `The payment processor rejected the credentials for the connection "${label}". Refunds through it are on hold; none will fail. Replace the credentials under Settings > Connections.`;
}

/** @param label as the firm calls the connection */
export function syncStuckSummary(label: string): string {
  return `Payments from the connection "${label}" couldn't be imported for an hour, so new payments may be missing. The payment processor is probably down, and the import will continue automatically. If its status page shows no problem, contact your Makewhole operator. For details, see Settings > Connections.`;
}
