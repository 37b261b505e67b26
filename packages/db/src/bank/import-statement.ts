// A bank statement, kept with its lines: the same file twice, or two that overlap, give each line once.
import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { BankLine, ClosingBalance, StatementFormat } from '@makewhole/domain/bank-lines';
import type { BankLineId, FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { BankAccount } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { bankLines, bankStatements } from '../schema/bank.ts';

/** A line as the statement has it. `bankId`: the bank's own ID of it, where the format has one. */
export type StatementLine = Omit<BankLine, 'id' | 'account'> & { readonly bankId: string | null };

export type NewStatement = {
  readonly firmId: FirmId;
  readonly account: BankAccount;
  readonly format: StatementFormat;
  /** Of the file, in hex. */
  readonly sha256: string;
  /** At least one. */
  readonly lines: readonly StatementLine[];
  /** Null where the file does not say. */
  readonly closing: ClosingBalance | null;
  readonly importedBy: PrincipalId;
  readonly at: Date;
};

export type StatementView = Omit<typeof bankStatements.$inferSelect, 'firmId' | 'sha256'>;

const ROWS_AT_ONCE = 1_000;

/** Imports a statement. The same file again is the statement that it was. */
export function importStatement(db: Db, statement: NewStatement): Promise<StatementView> {
  return db.transaction(async (tx) => {
    const { firmId, account, format, sha256, lines, closing, importedBy, at } = statement;
    const id = newId<string>('bs');
    const dates = lines.map(({ date }) => date).sort();
    const [firstDate, lastDate] = [dates[0], dates.at(-1)];
    if (firstDate === undefined || lastDate === undefined)
      throw new Error('A statement has at least one line');
    const known = await knownKeys(tx, firmId, account);
    const rows = withKeys(lines).map((line) => ({
      ...line,
      id: newId<BankLineId>('bl'),
      firmId,
      account,
      statementId: id,
    }));
    const fresh = rows.filter(({ lineKey }) => !known.has(lineKey));
    const [kept] = await tx
      .insert(bankStatements)
      .values({
        id,
        firmId,
        account,
        format,
        sha256,
        lines: rows.length,
        newLines: fresh.length,
        firstDate,
        lastDate,
        closingBalance: closing?.balance ?? null,
        closingDate: closing?.date ?? null,
        importedBy,
        importedAt: at,
      })
      .onConflictDoNothing()
      .returning();
    if (kept === undefined) return findByHash(tx, statement);
    for (let from = 0; from < fresh.length; from += ROWS_AT_ONCE) {
      await tx
        .insert(bankLines)
        .values(fresh.slice(from, from + ROWS_AT_ONCE))
        .onConflictDoNothing();
    }
    return kept;
  });
}

async function knownKeys(tx: Db, firmId: FirmId, account: BankAccount): Promise<Set<string>> {
  const rows = await tx
    .select({ lineKey: bankLines.lineKey })
    .from(bankLines)
    .where(and(eq(bankLines.firmId, firmId), eq(bankLines.account, account)));
  return new Set(rows.map(({ lineKey }) => lineKey));
}

async function findByHash(tx: Db, { firmId, account, sha256 }: NewStatement): Promise<StatementView> {
  const [found] = await tx
    .select()
    .from(bankStatements)
    .where(
      and(
        eq(bankStatements.firmId, firmId),
        eq(bankStatements.account, account),
        eq(bankStatements.sha256, sha256),
      ),
    );
  if (found === undefined) throw new Error(`Statement ${sha256} is missing right after it was found`);
  return found;
}

/** Equal lines of one statement are told apart by their order among each other; a bank lists whole days. */
function withKeys(lines: readonly StatementLine[]) {
  const seen = new Map<string, number>();
  return lines.map(({ bankId, ...line }) => {
    if (bankId !== null) return { ...line, lineKey: `id:${bankId}` };
    const content = JSON.stringify([line.date, line.amount, line.currency, line.description]);
    const nth = (seen.get(content) ?? 0) + 1;
    seen.set(content, nth);
    return { ...line, lineKey: `content:${createHash('sha256').update(content).digest('hex')}:${nth}` };
  });
}
