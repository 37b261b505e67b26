// The books before any refund: what invoices billed, and what payments brought in. A refund takes exactly this back.
import type { AllocationId, MatterId } from '@makewhole/domain/ids';
import { negate, sum, type Money } from '@makewhole/domain/money';
import type { BankAccount } from '@makewhole/domain/payments';
import type { LedgerAccount, LedgerEntry } from '@makewhole/domain/postings';

export type Receipt = {
  readonly leg: BankAccount;
  readonly allocationId: AllocationId | null;
  readonly entries: readonly LedgerEntry[];
};

export type ReceivedItem = {
  readonly account: BankAccount;
  readonly amount: Money;
  /** The invoice payment that it made; null for trust money, and for what no invoice took. */
  readonly allocationId: AllocationId | null;
};

/** What an invoice bills: owed by the client, earned by the firm. */
export function invoiceEntries(total: Money): LedgerEntry[] {
  return [entry('accounts_receivable', total), entry('fees_earned', negate(total))];
}

/** The postings of a payment that settled: one for each invoice payment, and one for the rest of each account. */
export function receiptsOf(items: readonly ReceivedItem[], matterId: MatterId): Receipt[] {
  const paying = items.flatMap(({ allocationId, amount }) =>
    allocationId === null ? [] : [{ allocationId, amount }],
  );
  return [
    ...paying.map(({ allocationId, amount }) => ({
      leg: 'operating' as const,
      allocationId,
      entries: [entry('operating_bank', amount), entry('accounts_receivable', negate(amount))],
    })),
    ...restOf(items, 'operating', (amount) => [
      entry('operating_bank', amount),
      entry('unapplied_receipts', negate(amount)),
    ]),
    ...restOf(items, 'trust', (amount) => [
      entry('trust_bank', amount),
      { account: 'client_trust_liability', matterId, amount: negate(amount) },
    ]),
  ];
}

function restOf(
  items: readonly ReceivedItem[],
  leg: BankAccount,
  entriesOf: (amount: Money) => LedgerEntry[],
): Receipt[] {
  const rest = items.filter((item) => item.account === leg && item.allocationId === null);
  if (rest.length === 0) return [];
  return [{ leg, allocationId: null, entries: entriesOf(sum(rest.map((item) => item.amount))) }];
}

function entry(account: LedgerAccount, amount: Money): LedgerEntry {
  return { account, matterId: null, amount };
}
