import { and, asc, desc, eq, lt, or, sql } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { StatementOfPeriod } from '@makewhole/domain/month-ends/reconciliation-facts';
import type { Db } from '../connect.ts';
import { findCutOver } from '../ledger/account-opening.ts';
import { bankStatementSetAsides } from '../schema/bank.ts';
import { monthEnds } from '../schema/month-ends.ts';
import type { AccountKey } from './cleared-postings.ts';

export type MonthEndRow = typeof monthEnds.$inferSelect;

const ofAccount = ({ firmId, bankAccountId }: AccountKey) =>
  and(eq(monthEnds.firmId, firmId), eq(monthEnds.bankAccountId, bankAccountId));

/** Null if the account has no such month end. */
export async function findMonthEnd(db: Db, account: AccountKey, id: string): Promise<MonthEndRow | null> {
  const [row] = await db
    .select()
    .from(monthEnds)
    .where(and(ofAccount(account), eq(monthEnds.id, id)));
  return row ?? null;
}

/** The versions for one ending date, newest first. */
export function findVersions(db: Db, account: AccountKey, endingOn: BankDate): Promise<MonthEndRow[]> {
  return db
    .select()
    .from(monthEnds)
    .where(and(ofAccount(account), eq(monthEnds.endingOn, endingOn)))
    .orderBy(desc(monthEnds.version));
}

/** The newest version of the latest month end that ended before that day. */
export async function findMonthEndBefore(
  db: Db,
  account: AccountKey,
  day: BankDate,
): Promise<MonthEndRow | null> {
  const [row] = await db
    .select()
    .from(monthEnds)
    .where(and(ofAccount(account), lt(monthEnds.endingOn, day)))
    .orderBy(desc(monthEnds.endingOn), desc(monthEnds.version))
    .limit(1);
  return row ?? null;
}

/** Whether the statement from which a month end's balances came was set aside. */
export async function restsOnSetAside(
  db: Db,
  { statementId }: Pick<MonthEndRow, 'statementId'>,
): Promise<boolean> {
  if (statementId === null) return false;
  const found = await db
    .select({ id: bankStatementSetAsides.statementId })
    .from(bankStatementSetAsides)
    .where(eq(bankStatementSetAsides.statementId, statementId));
  return found.length > 0;
}

/** The statement of a month end, as the reconciliation takes it. */
export async function statementOf(db: Db, row: MonthEndRow): Promise<StatementOfPeriod> {
  const [first] = await db
    .select({ begunOn: monthEnds.periodStart })
    .from(monthEnds)
    .where(ofAccount(row))
    .orderBy(asc(monthEnds.periodStart))
    .limit(1);
  const cutOverOn = await findCutOver(db, row);
  const begun = first?.begunOn ?? row.periodStart;
  // What was outstanding when the books began is dated on that day.
  const begunOn = cutOverOn !== null && cutOverOn < begun ? cutOverOn : begun;
  return {
    ...{ from: row.periodStart, to: row.endingOn, begunOn },
    ...{ opening: row.openingBalance, closing: row.closingBalance, previousClosing: row.previousClosing },
    scope: row.scope,
  };
}

/** The account's month ends, latest period first, newest version first. `cursor`: the last one's ID; `limit`: 1 to 100. */
export async function listMonthEnds(
  db: Db,
  account: AccountKey,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ readonly data: readonly MonthEndRow[]; readonly nextCursor: string | null } | null> {
  const last = cursor === undefined ? null : await findMonthEnd(db, account, cursor);
  if (cursor !== undefined && last === null) return null;
  const rows = await db
    .select()
    .from(monthEnds)
    .where(
      and(
        ofAccount(account),
        last === null
          ? undefined
          : or(
              lt(monthEnds.endingOn, last.endingOn),
              and(eq(monthEnds.endingOn, last.endingOn), sql`${monthEnds.version} < ${last.version}`),
            ),
      ),
    )
    .orderBy(desc(monthEnds.endingOn), desc(monthEnds.version))
    .limit(limit + 1);
  const data = rows.slice(0, limit);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}
