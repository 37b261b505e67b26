// What the three-way reconciliation of a trust account is computed from, read at one instant (RP1).
import type {
  ReconciliationFacts,
  StatementOfPeriod,
} from '@makewhole/domain/month-ends/reconciliation-facts';
import type { Db } from '../connect.ts';
import { MONTH_END_ROWS_MAX, type AccountKey } from './cleared-postings.ts';
import { readBankLines, type MatchedLine } from './read-bank-lines.ts';
import { readClientLedgers, type LedgerOfPeriod } from './read-client-ledgers.ts';
import { findOneSided, readJournal, readJournalBalances, type JournalEntry } from './read-journal.ts';

export type AccountFacts = ReconciliationFacts<JournalEntry, MatchedLine> & {
  readonly ledgers: readonly LedgerOfPeriod[];
  /** The journal's balance before the period. */
  readonly journalOpening: StatementOfPeriod['opening'];
};

/** Null if a list has more than MONTH_END_ROWS_MAX rows. */
export async function readReconciliation(
  tx: Db,
  account: AccountKey,
  statement: StatementOfPeriod,
): Promise<AccountFacts | null> {
  const period = { ...account, from: statement.from, to: statement.to };
  const ledgers = await readClientLedgers(tx, period);
  const entries = await readJournal(tx, period);
  const lines = await readBankLines(tx, { ...period, begunOn: statement.begunOn });
  if ([ledgers, entries, lines].some(({ length }) => length > MONTH_END_ROWS_MAX)) return null;
  const { opening, closing } = await readJournalBalances(tx, period);
  const oneSided = await findOneSided(tx, period);
  return { ledgers, journal: closing, journalOpening: opening, statement, entries, lines, oneSided };
}
