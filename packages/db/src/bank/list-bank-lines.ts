import { and, desc, eq, gte, inArray, lte, or, sql, type SQL } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { BankAccountId, BankLineId, FirmId } from '@makewhole/domain/ids';
import { money, type Currency, type Money } from '@makewhole/domain/money';
import type { BankAccount } from '@makewhole/domain/payments';
import { isStorableText } from '@makewhole/domain/storable-text';
import type { Db } from '../connect.ts';
import { readCursor, writeCursor, type Page } from '../paging.ts';
import { bankLineRepeats, bankLines, bankStatementSetAsides, bankLineSetAsides } from '../schema/bank.ts';
import { findLineMatches, type LineMatch } from './find-line-matches.ts';
import { lineStands } from '../ledger/standing-bank-lines.ts';

export type BankLineFilter = {
  readonly firmId: FirmId;
  readonly bankAccountId?: BankAccountId | undefined;
  readonly account?: BankAccount | undefined;
  /** Every line of this statement, also those that were set aside with it. */
  readonly statementId?: string | undefined;
  /** Days, both inclusive. */
  readonly from?: BankDate | undefined;
  readonly to?: BankDate | undefined;
  readonly matched?: boolean | undefined;
  /** Only lines whose description contains this text, or of this amount. */
  readonly q?: string | undefined;
  /** Minor units, both inclusive; negative for money out. */
  readonly amounts?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
};

export type BankLineView = {
  readonly id: BankLineId;
  readonly statementId: string;
  readonly account: BankAccount;
  readonly bankAccountId: BankAccountId;
  readonly date: BankDate;
  readonly amount: Money;
  readonly currency: Currency;
  readonly description: string;
  /** When its last statement was set aside; null if it stands. */
  readonly setAsideAt: Date | null;
  /** What it is in the books; null if nobody has said, and nothing fits alone. */
  readonly match: LineMatch | null;
};

/** The bank's lines, newest day first; null if the cursor is not from this list. */
export async function listBankLines(
  db: Db,
  filter: BankLineFilter & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<BankLineView> | null> {
  const { firmId, cursor, limit } = filter;
  const after = cursor === undefined ? null : readCursor(cursor);
  if (after === undefined) return null;
  const { id, statementId, account, bankAccountId, date, amount, currency, description } = bankLines;
  const rows = await db
    .select({
      ...{ id, statementId, account, bankAccountId, date, amount, currency, description },
      setAsideAt: bankStatementSetAsides.setAsideAt,
    })
    .from(bankLines)
    .leftJoin(bankLineSetAsides, eq(bankLineSetAsides.lineId, id))
    .leftJoin(bankStatementSetAsides, eq(bankStatementSetAsides.statementId, bankLineSetAsides.statementId))
    .where(
      and(
        inList(db, filter),
        after === null
          ? undefined
          : sql`(${date}, ${id}) < (${after[0].toISOString().slice(0, 10)}::date, ${after[1]})`,
      ),
    )
    .orderBy(desc(date), desc(id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const matches = await findLineMatches(db, { firmId }, page);
  const data = page.map((line) => ({ ...line, match: matches.get(line.id) ?? null }));
  const last = rows.length > limit ? data.at(-1) : undefined;
  return { data, nextCursor: last === undefined ? null : writeCursor([last.date, last.id]) };
}

/** How many lines pass the filters, up to a maximum. */
export async function countBankLines(db: Db, filter: BankLineFilter, max: number): Promise<number> {
  const counted = db
    .select({ one: sql`1`.as('one') })
    .from(bankLines)
    .where(inList(db, filter))
    .limit(max)
    .as('counted');
  const [row] = await db.select({ count: sql`count(*)`.mapWith(Number) }).from(counted);
  return row?.count ?? 0;
}

function inList(db: Db, filter: BankLineFilter): SQL | undefined {
  const { firmId, bankAccountId, account, statementId, from, to, matched, q, amounts = {} } = filter;
  const { min, max } = amounts;
  return and(
    eq(bankLines.firmId, firmId),
    statementId === undefined ? lineStands(bankLines.id) : isOfStatement(db, statementId),
    bankAccountId && eq(bankLines.bankAccountId, bankAccountId),
    account && eq(bankLines.account, account),
    from === undefined ? undefined : gte(bankLines.date, from),
    to === undefined ? undefined : lte(bankLines.date, to),
    min === undefined ? undefined : gte(bankLines.amount, money(min)),
    max === undefined ? undefined : lte(bankLines.amount, money(max)),
    matched === undefined ? undefined : matched ? isMatched(firmId) : sql`NOT ${isMatched(firmId)}`,
    says(q),
  );
}

function isOfStatement(db: Db, statementId: string): SQL | undefined {
  const again = db
    .select({ id: bankLineRepeats.lineId })
    .from(bankLineRepeats)
    .where(eq(bankLineRepeats.statementId, statementId));
  return or(eq(bankLines.statementId, statementId), inArray(bankLines.id, again));
}

/** The condition that a line is something in the books: whatever findLineMatches names. */
function isMatched(firmId: FirmId): SQL {
  const line = sql`${bankLines.id}`;
  return sql`(
    EXISTS (SELECT FROM bank_clearings c WHERE c.firm_id = ${firmId} AND c.line_id = ${line} AND c.undone_at IS NULL)
    OR EXISTS (SELECT FROM bank_matches m WHERE m.firm_id = ${firmId} AND m.trust_line_id = ${line} AND m.undone_at IS NULL)
    OR EXISTS (SELECT FROM bank_matches m WHERE m.firm_id = ${firmId} AND m.operating_line_id = ${line} AND m.undone_at IS NULL)
    OR EXISTS (SELECT FROM bank_corrections k WHERE k.firm_id = ${firmId} AND k.mistake_line_id = ${line} AND k.undone_at IS NULL)
    OR EXISTS (SELECT FROM bank_corrections k WHERE k.firm_id = ${firmId} AND k.correction_line_id = ${line} AND k.undone_at IS NULL)
    OR EXISTS (SELECT FROM opening_schedules q WHERE q.firm_id = ${firmId} AND q.bank_account_id = ${bankLines.bankAccountId}
      AND q.status = 'signed' AND ${bankLines.date} <= q.cut_over_on)
    OR ${line} IN (SELECT ends.line_id FROM obligations o
      CROSS JOIN LATERAL (VALUES (o.answer ->> 'trustLineId'), (o.answer ->> 'operatingLineId')) ends (line_id)
      WHERE o.firm_id = ${firmId} AND o.kind = 'trust_replenish' AND o.status = 'done' AND ends.line_id IS NOT NULL))`;
}

/** Ignoring case; a text that is an amount, such as $1,250.00, also finds the lines of that amount, in or out. */
function says(q: string | undefined): SQL | undefined {
  const wanted = q?.trim() ?? '';
  if (wanted === '') return undefined;
  if (!isStorableText(wanted)) return sql`false`;
  const literal = wanted.replaceAll(/[\\%_]/g, String.raw`\$&`);
  const described = sql`lower(${bankLines.description}) LIKE lower(${`%${literal}%`})`;
  const amount = amountIn(wanted);
  return amount === null
    ? described
    : or(described, inArray(bankLines.amount, [money(amount), money(-amount)]));
}

/** Minor units; null if the text is no amount with cents. */
function amountIn(text: string): number | null {
  const [, dollars, cents] = /^[-+]?\$?(\d{1,3}(?:,?\d{3}){0,4})\.(\d\d)$/.exec(text) ?? [];
  return dollars === undefined || cents === undefined
    ? null
    : Number(dollars.replaceAll(',', '')) * 100 + Number(cents);
}
