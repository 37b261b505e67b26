// The lines of a statement beside those that we have: each is stored once, and a statement that has it again is noted, so
// that the line outlives the other statement (ADR 61).
import { createHash } from 'node:crypto';
import { and, asc, between, count, eq, inArray, or, sql } from 'drizzle-orm';
import type { BankAccountId, BankLineId, FirmId } from '@makewhole/domain/ids';
import { newBankLines, type KnownLine } from '@makewhole/domain/new-bank-lines';
import { pairRepeatedLines } from '@makewhole/domain/pair-repeated-lines';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { bankLineRepeats, bankLines, bankStatements } from '../schema/bank.ts';
import type { NewStatement, StatementLine } from './new-statement.ts';
import { lineStands } from '../ledger/standing-bank-lines.ts';

const ROWS_AT_ONCE = 1_000;

type Known = KnownLine & {
  readonly id: BankLineId;
  readonly lineKey: string;
  readonly statementId: string;
};

export type SortedLines = {
  readonly fresh: readonly (StatementLine & { readonly lineKey: string; readonly nth: number })[];
  /** The lines of other statements that it has again. */
  readonly repeated: readonly BankLineId[];
};

type Ours = Pick<NewStatement, 'firmId' | 'account' | 'format' | 'lines'> & {
  readonly bankAccountId: BankAccountId;
};

/** Tells the new lines of a statement of these days from those that we have. @param ownId the statement, if it is stored */
export async function sortLines(
  tx: Db,
  statement: Ours,
  [firstDate, lastDate]: readonly [string, string],
  ownId: string | null = null,
): Promise<SortedLines> {
  const { firmId, bankAccountId, format, lines } = statement;
  const known = await findKnown(tx, statement, [firstDate, lastDate]);
  const placed = lines.map((line, place) => ({ ...line, place }));
  const unknown = newBankLines(placed, format, known);
  const places = new Set(unknown.map(({ place }) => place));
  const repeated = pairRepeatedLines(
    placed.filter(({ place }) => !places.has(place)),
    known.toSorted((one, other) => Number(one.statementId === ownId) - Number(other.statementId === ownId)),
  );
  const keyed = withKeys(
    unknown.map(({ place: _place, ...line }) => line),
    new Set(known.map(({ lineKey }) => lineKey)),
  );
  const before = await countByKey(tx, { firmId, bankAccountId }, keyed);
  return {
    fresh: keyed.map((line) => ({ ...line, nth: (before.get(line.lineKey) ?? 0) + 1 })),
    repeated: repeated.filter((one) => one.statementId !== ownId).map(({ id }) => id),
  };
}

/** Stores the new lines of a statement, and that it has the others again. */
export async function keepLines(
  tx: Db,
  { id: statementId, firmId, account, bankAccountId }: typeof bankStatements.$inferSelect,
  { fresh, repeated }: SortedLines,
): Promise<void> {
  const rows = fresh.map(({ bankId: _bankId, ...line }) => ({
    ...{ ...line, id: newId<BankLineId>('bl') },
    ...{ firmId, account, bankAccountId, statementId },
  }));
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await tx.insert(bankLines).values(rows.slice(from, from + ROWS_AT_ONCE));
  }
  const repeats = repeated.map((lineId) => ({ firmId, statementId, lineId }));
  for (let from = 0; from < repeats.length; from += ROWS_AT_ONCE) {
    await tx
      .insert(bankLineRepeats)
      .values(repeats.slice(from, from + ROWS_AT_ONCE))
      .onConflictDoNothing();
  }
}

/** The lines of a statement, its own and those that an earlier one had, that stand. */
export async function countStandingLines(tx: Db, statementId: string): Promise<number> {
  const [row] = await tx
    .select({ lines: count() })
    .from(bankLines)
    .where(
      and(
        or(
          eq(bankLines.statementId, statementId),
          inArray(
            bankLines.id,
            tx
              .select({ id: bankLineRepeats.lineId })
              .from(bankLineRepeats)
              .where(eq(bankLineRepeats.statementId, statementId)),
          ),
        ),
        lineStands(bankLines.id),
      ),
    );
  return row?.lines ?? 0;
}

/** The standing lines of the statement's days, and any with one of its IDs. */
async function findKnown(
  tx: Db,
  { firmId, bankAccountId, lines }: Ours,
  [firstDate, lastDate]: readonly [string, string],
): Promise<Known[]> {
  const ids = lines.flatMap(({ bankId }) => (bankId === null ? [] : [keyOfId(bankId)]));
  const { id, statementId, date, amount, currency, description, lineKey } = bankLines;
  const rows = await tx
    .select({
      ...{ id, statementId, date, amount, currency, description, lineKey },
      format: bankStatements.format,
    })
    .from(bankLines)
    .innerJoin(bankStatements, eq(bankStatements.id, bankLines.statementId))
    .where(
      and(
        eq(bankLines.firmId, firmId),
        eq(bankLines.bankAccountId, bankAccountId),
        or(between(date, firstDate, lastDate), sql`${lineKey} = ANY(${sql.param(ids)}::text[])`),
        lineStands(id),
      ),
    )
    .orderBy(asc(id));
  return rows.map((row) => ({ ...row, bankId: row.lineKey.startsWith('id:') ? row.lineKey.slice(3) : null }));
}

/** How many lines of the account had these keys: those were set aside, as no standing one has. */
async function countByKey(
  tx: Db,
  { firmId, bankAccountId }: { readonly firmId: FirmId; readonly bankAccountId: BankAccountId },
  lines: readonly { readonly lineKey: string }[],
): Promise<ReadonlyMap<string, number>> {
  if (lines.length === 0) return new Map();
  const keys = lines.map(({ lineKey }) => lineKey);
  const rows = await tx
    .select({ lineKey: bankLines.lineKey, before: count() })
    .from(bankLines)
    .where(
      and(
        eq(bankLines.firmId, firmId),
        eq(bankLines.bankAccountId, bankAccountId),
        sql`${bankLines.lineKey} = ANY(${sql.param(keys)}::text[])`,
      ),
    )
    .groupBy(bankLines.lineKey);
  return new Map(rows.map(({ lineKey, before }) => [lineKey, before]));
}

/** Gives each line a key unique among those that stand in the account: its ID, else its content and its position among equal lines. */
function withKeys(lines: readonly StatementLine[], taken: ReadonlySet<string>) {
  const counted = new Map<string, number>();
  return lines.map((line) => {
    const { bankId } = line;
    if (bankId !== null && !taken.has(keyOfId(bankId))) return { ...line, lineKey: keyOfId(bankId) };
    const content = createHash('sha256')
      .update(JSON.stringify([line.date, line.amount, line.currency, line.description]))
      .digest('hex');
    const keyOf = (nth: number) => `content:${content}:${nth}`;
    let nth = (counted.get(content) ?? 0) + 1;
    while (taken.has(keyOf(nth))) nth += 1;
    counted.set(content, nth);
    return { ...line, lineKey: keyOf(nth) };
  });
}

function keyOfId(bankId: string): string {
  return `id:${bankId}`;
}
