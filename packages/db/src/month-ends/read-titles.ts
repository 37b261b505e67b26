import { and, eq, inArray, sql } from 'drizzle-orm';
import { MONTH_END_TITLES, monthEndTitle } from '@makewhole/domain/month-ends/month-end';
import type { Db } from '../connect.ts';
import { monthEnds } from '../schema/month-ends.ts';
import type { MonthEndRow } from './find-month-ends.ts';

/** What the papers of a firm's month ends are called, by their IDs: as the books are now, or as they were prepared. */
export async function readTitles(db: Db, rows: readonly MonthEndRow[]): Promise<ReadonlyMap<string, string>> {
  const [first] = rows;
  if (first === undefined) return new Map();
  const facts = await db
    .select({
      id: monthEnds.id,
      hasOpening: sql<boolean>`EXISTS (SELECT FROM opening_schedules o WHERE o.firm_id = ${monthEnds.firmId}
        AND o.bank_account_id = ${monthEnds.bankAccountId} AND o.status = 'signed'
        AND o.cut_over_on <= ${monthEnds.endingOn})`,
      hasOwnTransactions: sql<boolean>`EXISTS (SELECT FROM trust_transactions t
        WHERE t.firm_id = ${monthEnds.firmId} AND t.bank_account_id = ${monthEnds.bankAccountId}
        AND t.date BETWEEN ${monthEnds.periodStart} AND ${monthEnds.endingOn})`,
    })
    .from(monthEnds)
    .where(
      and(
        eq(monthEnds.firmId, first.firmId),
        inArray(
          monthEnds.id,
          rows.map(({ id }) => id),
        ),
      ),
    );
  const booksOf = new Map(facts.map(({ id, ...books }) => [id, books]));
  return new Map(rows.map((row) => [row.id, preparedTitle(row) ?? titleOf(row, booksOf.get(row.id))]));
}

/** The title of one month end. */
export async function readTitle(db: Db, row: MonthEndRow): Promise<string> {
  return (await readTitles(db, [row])).get(row.id) ?? MONTH_END_TITLES.schedule;
}

function titleOf({ scope }: MonthEndRow, books: Parameters<typeof monthEndTitle>[1] | undefined): string {
  return books === undefined ? MONTH_END_TITLES.schedule : monthEndTitle(scope, books);
}

/** What was signed keeps its title; null for what was not. */
function preparedTitle({ status, content, scope }: MonthEndRow): string | null {
  if (status !== 'signed') return null;
  const title = content?.['title'];
  return typeof title === 'string' ? title : MONTH_END_TITLES[scope];
}
