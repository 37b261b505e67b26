// The journal that a firm's bookkeeper takes into its own general ledger, on the basis that the firm keeps its books on
// (ADR 58).
import type { LedgerAccount, LedgerEntry } from './postings.ts';

/** accrual: fees are income when they are billed. cash: when they are paid. */
export const BASES = ['accrual', 'cash'] as const;
export type Basis = (typeof BASES)[number];

/** What has no cash in it: on the cash basis there are no receivables, so billing and forgiving them is no entry. */
const WITHOUT_CASH: readonly LedgerAccount[] = [
  'accounts_receivable',
  'fees_earned',
  'write_offs',
  'credit_notes',
];

/**
 * The lines of a posting in the journal: none if the basis does not know it. They sum to zero as its entries do, in the
 * same order, amounts in minor units with a debit positive.
 */
export function journalLines<Entry extends Pick<LedgerEntry, 'account' | 'amount'>>(
  entries: readonly Entry[],
  basis: Basis,
): readonly Entry[] {
  if (basis === 'accrual') return entries;
  if (entries.every(({ account }) => WITHOUT_CASH.includes(account))) return [];
  return entries.map((entry) =>
    entry.account === 'accounts_receivable' ? { ...entry, account: 'fees_earned' } : entry,
  );
}
