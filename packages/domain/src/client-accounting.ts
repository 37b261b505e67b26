// The written accounting to a client after trust money of theirs was distributed (EM2), as one page of text. A mailbox may
// be shared: it names the number of the matter, and never the matter itself or a reason (EM3).
import type { BankDate } from './bank-calendar.ts';
import { formatMoney, money, sum, type Money } from './money.ts';
import { layOutEmail, type EmailText } from './email-layout.ts';
import { formatShortDay } from './format-day.ts';

export const CLIENT_ACCOUNTINGS = ['on', 'off'] as const;
/** Whether a firm sends them. */
export type ClientAccountings = (typeof CLIENT_ACCOUNTINGS)[number];

/** What a distribution to or for a client is called in the books: each owes an accounting. */
export const DISTRIBUTION_STEPS = ['trust_payment', 'trust_applied', 'repaid', 'remitted_to_state'] as const;

/** How many movements one accounting lists; older ones are in its opening balance. */
export const ACCOUNTING_MOVES_MAX = 200;

export type AccountedMove = {
  readonly date: BankDate;
  readonly step: string;
  /** Positive for money of the client's that came in. */
  readonly amount: Money;
};

export type AccountingFacts = {
  readonly firmName: string;
  readonly clientName: string;
  readonly matterNumber: string;
  /** Before the first move. */
  readonly balanceBefore: Money;
  /** Oldest first. */
  readonly moves: readonly AccountedMove[];
};

const MOVE_LABELS: Readonly<Record<string, string>> = {
  receipt: 'Deposit',
  receipt_assigned: 'Deposit',
  deposit_identified: 'Deposit',
  receipt_returned: 'Deposit returned by the bank',
  trust_payment: 'Refund paid',
  undo_trust_payment: 'Refund not paid',
  trust_restore: 'Refund came back',
  trust_applied: 'Payment of an invoice',
  undo_trust_applied: 'Correction of a payment',
  repaid: 'Paid to you',
  check_voided: 'Uncashed check voided',
  remitted_to_state: 'Paid to the state as unclaimed property',
  dispute_opened: 'Disputed with the bank',
  dispute_won: 'Dispute decided',
  replenish: 'Replenished by the firm',
};

/** The balance after the last move. */
export function balanceAfter({ balanceBefore, moves }: AccountingFacts): Money {
  return sum([balanceBefore, ...moves.map(({ amount }) => amount)]);
}

/** The accounting as an email: what is stored is what is sent. */
export function accountingText(facts: AccountingFacts): EmailText {
  const { firmName, clientName, matterNumber, balanceBefore, moves } = facts;
  const show = (amount: Money) => formatMoney(amount, 'USD');
  let balance: Money = balanceBefore;
  const rows = moves.map(({ date, step, amount }) => {
    balance = money(balance + amount);
    return [formatShortDay(date), MOVE_LABELS[step] ?? 'Correction', show(amount), show(balance)];
  });
  return layOutEmail({
    subject: `Accounting of your money in trust: ${firmName}`,
    ...{ recipientName: clientName, firmName },
    blocks: [
      {
        kind: 'words',
        text: `This is the accounting of your money that ${firmName} holds in trust, file ${matterNumber}. Keep it for your records, and ask us if anything is unclear.`,
      },
      { kind: 'words', text: `Balance before: ${show(balanceBefore)}` },
      { kind: 'table', head: ['Date', 'What', 'Amount', 'Balance'], rows },
      { kind: 'words', text: `Balance now: ${show(balance)}` },
    ],
  });
}
