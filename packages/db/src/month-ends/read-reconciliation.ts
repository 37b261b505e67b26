// What the month end of a trust account is computed from, as the books and the bank's lines are now (RP1).
import type { AccountFacts } from '@makewhole/domain/month-ends/binder-facts';
import type { StatementOfPeriod } from '@makewhole/domain/month-ends/reconciliation-facts';
import type { Db } from '../connect.ts';
import { MONTH_END_ROWS_MAX, type AccountKey } from './cleared-postings.ts';
import { readBankLines } from './read-bank-lines.ts';
import { readCardEntries, readClientLedgers } from './read-client-ledgers.ts';
import { findOneSided, readJournal, readJournalBalances } from './read-journal.ts';

/** Null if a list has more than MONTH_END_ROWS_MAX rows. */
export async function readReconciliation(
  tx: Db,
  { firmId, bankAccountId }: AccountKey,
  statement: StatementOfPeriod,
): Promise<AccountFacts | null> {
  const period = { firmId, bankAccountId, from: statement.from, to: statement.to };
  const ledgers = await readClientLedgers(tx, period);
  const entries = await readJournal(tx, period);
  const cards = await readCardEntries(tx, period);
  const lines = await readBankLines(tx, { ...period, begunOn: statement.begunOn });
  if ([ledgers, entries, cards, lines].some(({ length }) => length > MONTH_END_ROWS_MAX)) return null;
  const { opening, closing } = await readJournalBalances(tx, period);
  const oneSided = await findOneSided(tx, period);
  const journal = { journal: closing, journalOpening: opening };
  return { ledgers, ...journal, statement, entries, cards, lines, oneSided };
}
