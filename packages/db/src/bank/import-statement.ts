// Stores a bank statement with its lines: importing the same file twice, or two that overlap, gives each line once.
import { createHash } from 'node:crypto';
import { and, between, eq, or, sql } from 'drizzle-orm';
import type { BankAccountId, BankLineId, FirmId } from '@makewhole/domain/ids';
import { newBankLines, type KnownLine } from '@makewhole/domain/new-bank-lines';
import { lockFirm } from '../firms/lock-firm.ts';
import type { Db } from '../connect.ts';
import { openFromStatement } from '../month-ends/open-month-end.ts';
import { newId } from '../new-id.ts';
import { clearChecks } from '../repayments/clear-checks.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { bankLines, bankStatements } from '../schema/bank.ts';
import { findStatementAccount } from './find-statement-account.ts';
import type { ImportResult, NewStatement, StatementLine } from './new-statement.ts';

const ROWS_AT_ONCE = 1_000;

/** Imports a statement. Importing the same file again returns the existing statement. */
export function importStatement(db: Db, statement: NewStatement): Promise<ImportResult> {
  return db.transaction(async (tx) => {
    const { firmId, account, format, lines, closing, accountNumber } = statement;
    await lockFirm(tx, firmId);
    const holder = accountNumber === null ? null : holderOf(firmId, accountNumber);
    const into = await findStatementAccount(tx, statement, holder?.accountHash ?? null);
    if (into.kind !== 'account') return into;
    const { bankAccountId } = into;
    const before = await findByFile(tx, statement, bankAccountId);
    if (before !== null) return before;
    const dates = lines.map(({ date }) => date).sort();
    const [firstDate, lastDate] = [dates[0] ?? closing?.date, dates.at(-1) ?? closing?.date];
    if (firstDate === undefined || lastDate === undefined) {
      throw new Error('A statement has a line or a closing balance');
    }
    const known = await knownLines(tx, { ...statement, bankAccountId }, [firstDate, lastDate]);
    const fresh = withKeys(newBankLines(lines, format, known), new Set(known.map(({ lineKey }) => lineKey)));
    const [kept] = await tx
      .insert(bankStatements)
      .values({
        id: newId<string>('bs'),
        firmId,
        account,
        bankAccountId,
        format,
        sha256: statement.sha256,
        lines: lines.length,
        newLines: fresh.length,
        firstDate,
        lastDate,
        closingBalance: closing?.balance ?? null,
        closingDate: closing?.date ?? null,
        openingBalance: statement.openingBalance ?? null,
        periodStart: statement.periodStart ?? null,
        ...holder,
        importedBy: statement.importedBy,
        importedAt: statement.at,
      })
      .returning();
    if (kept === undefined) throw new Error('A statement was inserted and is not there');
    const rows = fresh.map((line) => ({
      ...line,
      id: newId<BankLineId>('bl'),
      firmId,
      account,
      bankAccountId,
      statementId: kept.id,
    }));
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      await tx.insert(bankLines).values(rows.slice(from, from + ROWS_AT_ONCE));
    }
    await clearChecks(tx, { firmId }, statement.at);
    if (account === 'trust') await openFromStatement(tx, { firmId, bankAccountId }, kept, statement.at);
    return { kind: 'imported', statement: kept };
  });
}

/** An earlier import of this file: into this account, which is then the answer, or into another. */
async function findByFile(
  tx: Db,
  { firmId, sha256 }: NewStatement,
  bankAccountId: BankAccountId,
): Promise<ImportResult | null> {
  const found = await tx
    .select({ statement: bankStatements, title: bankAccounts.title })
    .from(bankStatements)
    .innerJoin(bankAccounts, eq(bankAccounts.id, bankStatements.bankAccountId))
    .where(and(eq(bankStatements.firmId, firmId), eq(bankStatements.sha256, sha256)));
  const same = found.find(({ statement }) => statement.bankAccountId === bankAccountId);
  if (same !== undefined) return { kind: 'imported', statement: same.statement };
  const [other] = found;
  return other === undefined
    ? null
    : { kind: 'other_account', account: other.statement.account, title: other.title };
}

/** What identifies a bank account at the next import, and what a person may see of it. */
function holderOf(firmId: FirmId, accountNumber: string) {
  return {
    accountHash: sha256Of(JSON.stringify([firmId, accountNumber])),
    // A short number follows the bank's and the account's type, which are not part of it.
    accountLastFour: /\S{1,4}$/.exec(accountNumber)?.[0] ?? null,
  };
}

/** Known lines of the statement's days, and any with one of its IDs. */
async function knownLines(
  tx: Db,
  { firmId, bankAccountId, lines }: NewStatement & { readonly bankAccountId: BankAccountId },
  [firstDate, lastDate]: readonly [string, string],
): Promise<(KnownLine & { readonly lineKey: string })[]> {
  const ids = lines.flatMap(({ bankId }) => (bankId === null ? [] : [keyOfId(bankId)]));
  const { date, amount, currency, description, lineKey } = bankLines;
  const rows = await tx
    .select({ date, amount, currency, description, lineKey, format: bankStatements.format })
    .from(bankLines)
    .innerJoin(bankStatements, eq(bankStatements.id, bankLines.statementId))
    .where(
      and(
        eq(bankLines.firmId, firmId),
        eq(bankLines.bankAccountId, bankAccountId),
        or(between(date, firstDate, lastDate), sql`${lineKey} = ANY(${sql.param(ids)}::text[])`),
      ),
    )
    .orderBy(bankLines.id);
  return rows.map((row) => ({ ...row, bankId: row.lineKey.startsWith('id:') ? row.lineKey.slice(3) : null }));
}

/** Gives each line a key unique within the account: its ID, else its content and its position among equal lines. */
function withKeys(lines: readonly StatementLine[], taken: ReadonlySet<string>) {
  const counted = new Map<string, number>();
  return lines.map(({ bankId, ...line }) => {
    if (bankId !== null && !taken.has(keyOfId(bankId))) return { ...line, lineKey: keyOfId(bankId) };
    const content = sha256Of(JSON.stringify([line.date, line.amount, line.currency, line.description]));
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

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
