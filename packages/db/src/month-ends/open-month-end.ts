// Opens the month end of a trust account: by the statement of a month, or by a person who gives its balances.
import { and, desc, eq, lte, sql } from 'drizzle-orm';
import { addCalendarDays, dateIn, type BankDate } from '@makewhole/domain/bank-calendar';
import { endsItsMonth, type MonthEndScope } from '@makewhole/domain/month-ends/month-end';
import { money, type Money } from '@makewhole/domain/money';
import { lineStands, statementStands } from '../ledger/standing-bank-lines.ts';
import { findBankAccount } from '../bank-accounts/list-bank-accounts.ts';
import type { Db } from '../connect.ts';
import { ENGINE, type Actor } from '../events/append-refund-event.ts';
import { findFirm } from '../firms/find-firm.ts';
import { lockFirm } from '../firms/lock-firm.ts';
import { newId } from '../new-id.ts';
import { findSignedOpening } from '../ledger/account-opening.ts';
import { bankLines, bankStatements } from '../schema/bank.ts';
import { monthEnds } from '../schema/month-ends.ts';
import { clearUnambiguous } from './clear-line.ts';
import type { AccountKey } from './cleared-postings.ts';
import { findMonthEndBefore, findVersions, restsOnSetAside, type MonthEndRow } from './find-month-ends.ts';

/** What a person says of the statement; what they leave out comes from the imported statement, or the month before. */
export type WantedMonthEnd = {
  readonly endingOn: BankDate;
  readonly closingBalance?: Money | undefined;
  readonly openingBalance?: Money | undefined;
  readonly periodStart?: BankDate | undefined;
  readonly scope?: MonthEndScope | undefined;
};

export type MonthEndOpened =
  | { readonly kind: 'open'; readonly monthEnd: MonthEndRow }
  /** no_balance: no imported statement ends on that day, and no balance was given. not_over: the day has not passed. */
  | { readonly kind: 'not_trust' | 'no_balance' | 'not_over' | 'bad_period' };

type By = { readonly actor: Actor; readonly at: Date };

/**
 * Opens a month end, or changes the one that is open for that ending date. If the last one was signed, the new one is
 * its next version.
 */
export function openMonthEnd(
  db: Db,
  account: AccountKey,
  wanted: WantedMonthEnd,
  by: By,
): Promise<MonthEndOpened> {
  return db.transaction(async (tx) => {
    await lockFirm(tx, account.firmId);
    const known = await findBankAccount(tx, { firmId: account.firmId, id: account.bankAccountId });
    if (known?.kind !== 'trust') return { kind: 'not_trust' };
    const { timeZone } = await findFirm(tx, account);
    // A day that has not passed may still get postings, and could not be locked.
    if (wanted.endingOn >= dateIn(by.at.toISOString(), timeZone)) return { kind: 'not_over' };
    return open(tx, account, wanted, by);
  });
}

async function open(tx: Db, account: AccountKey, wanted: WantedMonthEnd, by: By): Promise<MonthEndOpened> {
  const { endingOn } = wanted;
  const [newest] = await findVersions(tx, account, endingOn);
  // What a statement said that was set aside since counts no more.
  const said = newest !== undefined && (await restsOnSetAside(tx, newest)) ? undefined : newest;
  const before = await findMonthEndBefore(tx, account, endingOn);
  const opening = await findSignedOpening(tx, account);
  // The books may have begun after the month end before.
  const isLater =
    opening !== null && opening.endingOn < endingOn && opening.endingOn >= (before?.endingOn ?? '');
  const former = isLater ? opening : before;
  const statement = await findStatement(tx, account, endingOn);
  const closing = wanted.closingBalance ?? said?.closingBalance ?? statement?.closingBalance ?? null;
  if (closing === null) return { kind: 'no_balance' };
  const periodStart =
    wanted.periodStart ??
    said?.periodStart ??
    statement?.periodStart ??
    (former === null
      ? (statement?.firstDate ?? `${endingOn.slice(0, 8)}01`)
      : addCalendarDays(former.endingOn, 1));
  if (periodStart > endingOn || (before !== null && periodStart <= before.endingOn)) {
    return { kind: 'bad_period' };
  }
  const follows = former !== null && addCalendarDays(former.endingOn, 1) === periodStart;
  const previousClosing = (follows ? former : before)?.closingBalance ?? null;
  const openingBalance =
    wanted.openingBalance ??
    said?.openingBalance ??
    statement?.openingBalance ??
    previousClosing ??
    // Without anything else, what the bank had before its lines.
    money(closing - (await sumLines(tx, account, periodStart, endingOn)));
  const scope = wanted.scope ?? newest?.scope ?? before?.scope ?? 'schedule';
  const values = { periodStart, openingBalance, closingBalance: closing, previousClosing, scope };
  const statementId = statement?.id ?? null;
  await clearUnambiguous(tx, account, { from: periodStart, to: endingOn }, by.at);
  const monthEnd =
    newest !== undefined && newest.status !== 'signed'
      ? await change(tx, newest, said === undefined ? { ...values, statementId } : values)
      : await insert(tx, account, { ...values, endingOn, statementId }, newest, by);
  return { kind: 'open', monthEnd };
}

type Said = Pick<
  MonthEndRow,
  'periodStart' | 'openingBalance' | 'closingBalance' | 'previousClosing' | 'scope'
>;

/** What somebody prepared from other balances must be prepared again: a signature compares what it signs. */
async function change(
  tx: Db,
  { id }: MonthEndRow,
  said: Said & Partial<Pick<MonthEndRow, 'statementId'>>,
): Promise<MonthEndRow> {
  const [row] = await tx.update(monthEnds).set(said).where(eq(monthEnds.id, id)).returning();
  if (row === undefined) throw new Error(`The month end ${id} vanished`);
  return row;
}

async function insert(
  tx: Db,
  { firmId, bankAccountId }: AccountKey,
  values: Said & Pick<MonthEndRow, 'endingOn' | 'statementId'>,
  newest: MonthEndRow | undefined,
  { actor, at }: By,
): Promise<MonthEndRow> {
  const [row] = await tx
    .insert(monthEnds)
    .values({
      ...values,
      id: newId<string>('me'),
      ...{ firmId, bankAccountId, version: (newest?.version ?? 0) + 1, createdBy: actor, createdAt: at },
    })
    .returning();
  if (row === undefined) throw new Error('A month end was inserted and is not there');
  return row;
}

/** The newest statement that ends on that day. */
async function findStatement(tx: Db, { firmId, bankAccountId }: AccountKey, endingOn: BankDate) {
  const [newest] = await tx
    .select()
    .from(bankStatements)
    .where(
      and(
        eq(bankStatements.firmId, firmId),
        eq(bankStatements.bankAccountId, bankAccountId),
        eq(bankStatements.closingDate, endingOn),
        statementStands(bankStatements.id),
      ),
    )
    .orderBy(desc(bankStatements.id))
    .limit(1);
  return newest;
}

async function sumLines(
  tx: Db,
  { firmId, bankAccountId }: AccountKey,
  from: BankDate,
  to: BankDate,
): Promise<Money> {
  const [row] = await tx
    .select({ total: sql<string>`coalesce(sum(${bankLines.amount}), 0)` })
    .from(bankLines)
    .where(
      and(
        eq(bankLines.firmId, firmId),
        eq(bankLines.bankAccountId, bankAccountId),
        lineStands(bankLines.id),
        sql`${bankLines.date} >= ${from}`,
        lte(bankLines.date, to),
      ),
    );
  return money(Number(row?.total ?? 0));
}

/**
 * Opens the month end of a statement that was just imported, if it is of a trust account and ends a month, or its
 * importer named its period. Does nothing if that month end was signed.
 */
export async function openFromStatement(
  tx: Db,
  account: AccountKey,
  { closingDate, periodStart }: Pick<typeof bankStatements.$inferSelect, 'closingDate' | 'periodStart'>,
  at: Date,
): Promise<void> {
  if (closingDate === null || (periodStart === null && !endsItsMonth(closingDate))) return;
  const { timeZone } = await findFirm(tx, account);
  if (closingDate >= dateIn(at.toISOString(), timeZone)) return;
  const [newest] = await findVersions(tx, account, closingDate);
  if (newest?.status === 'signed') return;
  await open(tx, account, { endingOn: closingDate }, { actor: ENGINE, at });
}
