import { sql } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { EFFECTIVE_DAY_OF } from '../ledger/effective-day.ts';
import type { JournalRange } from './list-journal.ts';

/** How many lines the postings of a range have in the books. @param max where counting stops */
export async function countJournalLines(
  db: Db,
  { firmId, from, to, bankAccountId }: Pick<JournalRange, 'firmId' | 'from' | 'to' | 'bankAccountId'>,
  max: number,
): Promise<number> {
  const moves =
    bankAccountId === undefined
      ? sql``
      : sql`AND EXISTS (SELECT FROM ledger_entries b WHERE b.posting_id = p.id AND b.bank_account_id = ${bankAccountId})`;
  const [row] = await db.execute<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM postings p JOIN firms f ON f.id = p.firm_id JOIN ledger_entries e ON e.posting_id = p.id
      WHERE p.firm_id = ${firmId} AND NOT p.is_void
        AND ${EFFECTIVE_DAY_OF} BETWEEN ${from}::date AND ${to}::date ${moves}
      LIMIT ${max}) AS counted`);
  return row?.count ?? 0;
}
