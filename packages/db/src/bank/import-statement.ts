// Stores a bank statement with its lines: importing the same file twice, or two that overlap, gives each line once.
import { createHash } from 'node:crypto';
import { and, count, eq } from 'drizzle-orm';
import type { BankAccountId, FirmId } from '@makewhole/domain/ids';
import { lockFirm } from '../firms/lock-firm.ts';
import type { Db } from '../connect.ts';
import { appendFirmEvent } from '../events/append-firm-event.ts';
import { openFromStatement } from '../month-ends/open-month-end.ts';
import { newId } from '../new-id.ts';
import { clearChecks } from '../repayments/clear-checks.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { bankStatements } from '../schema/bank.ts';
import { findStatementAccount, type Holder } from './find-statement-account.ts';
import { findStatement } from './list-statements.ts';
import type { ImportResult, NewStatement } from './new-statement.ts';
import { statementStands } from '../ledger/standing-bank-lines.ts';
import { countStandingLines, keepLines, sortLines } from './statement-lines.ts';

type StatementRow = typeof bankStatements.$inferSelect;

/** Imports a statement. Importing the same file again returns the existing statement, unless that was set aside. */
export function importStatement(db: Db, statement: NewStatement): Promise<ImportResult> {
  return db.transaction(async (tx) => {
    const { firmId, accountNumber } = statement;
    await lockFirm(tx, firmId);
    const holder = accountNumber === null ? null : holderOf(firmId, accountNumber);
    const into = await findStatementAccount(tx, statement, holder);
    if (into.kind !== 'account') return into;
    const { bankAccountId, renumberedFrom } = into;
    const before = await findByFile(tx, statement, bankAccountId);
    if (before !== null) return before;
    const kept = await insertStatement(tx, statement, { bankAccountId, renumberedFrom, holder });
    await readOn(tx, kept, statement.at);
    return imported(tx, kept, false);
  });
}

type Into = {
  readonly bankAccountId: BankAccountId;
  readonly renumberedFrom: string | null;
  readonly holder: Holder | null;
};

async function insertStatement(
  tx: Db,
  statement: NewStatement,
  { bankAccountId, renumberedFrom, holder }: Into,
): Promise<StatementRow> {
  const { firmId, account, format, sha256, lines, closing } = statement;
  const [firstDate, lastDate] = daysOf(statement);
  const sorted = await sortLines(tx, { ...statement, bankAccountId }, [firstDate, lastDate]);
  const { importedBy, at: importedAt } = statement;
  const [kept] = await tx
    .insert(bankStatements)
    .values({
      id: newId<string>('bs'),
      ...{ firmId, account, bankAccountId, format, sha256, firstDate, lastDate, importedBy, importedAt },
      nth: (await countImports(tx, statement, bankAccountId)) + 1,
      lines: lines.length,
      newLines: sorted.fresh.length,
      closingBalance: closing?.balance ?? null,
      closingDate: closing?.date ?? null,
      openingBalance: statement.openingBalance ?? null,
      periodStart: statement.periodStart ?? null,
      ...holder,
      renumberedFrom,
    })
    .returning();
  if (kept === undefined) throw new Error('A statement was inserted and is not there');
  await keepLines(tx, kept, sorted);
  if (renumberedFrom !== null) {
    const data = { bankAccountId, statementId: kept.id, from: renumberedFrom, to: kept.accountLastFour };
    const by = { firmId, principalId: importedBy, at: importedAt };
    await appendFirmEvent(tx, by, { type: 'bank_account.renumbered', data });
  }
  return kept;
}

/** What follows from lines that are new: checks that they clear, and the month end that the statement opens. */
async function readOn(tx: Db, kept: StatementRow, at: Date): Promise<void> {
  const { firmId, account, bankAccountId } = kept;
  await clearChecks(tx, { firmId }, at);
  if (account === 'trust') await openFromStatement(tx, { firmId, bankAccountId }, kept, at);
}

/** An earlier import of this file: into this account, which is then the answer, or into another. */
async function findByFile(
  tx: Db,
  statement: NewStatement,
  bankAccountId: BankAccountId,
): Promise<ImportResult | null> {
  const { firmId, sha256 } = statement;
  const found = await tx
    .select({ statement: bankStatements, title: bankAccounts.title })
    .from(bankStatements)
    .innerJoin(bankAccounts, eq(bankAccounts.id, bankStatements.bankAccountId))
    .where(
      and(
        eq(bankStatements.firmId, firmId),
        eq(bankStatements.sha256, sha256),
        statementStands(bankStatements.id),
      ),
    );
  const same = found.find((one) => one.statement.bankAccountId === bankAccountId)?.statement;
  if (same !== undefined) {
    await complete(tx, statement, same);
    return imported(tx, same, true);
  }
  const [other] = found;
  return other === undefined
    ? null
    : { kind: 'other_account', account: other.statement.account, title: other.title };
}

/**
 * Notes which lines a statement has, if that was never kept or if another statement that had them was set aside before
 * it was: its file says it.
 */
async function complete(tx: Db, statement: NewStatement, kept: StatementRow): Promise<void> {
  if ((await countStandingLines(tx, kept.id)) >= kept.lines) return;
  const { bankAccountId } = kept;
  const sorted = await sortLines(tx, { ...statement, bankAccountId }, daysOf(statement), kept.id);
  await keepLines(tx, kept, sorted);
  if (sorted.fresh.length > 0) await readOn(tx, kept, statement.at);
}

async function imported(tx: Db, { firmId, id }: StatementRow, isRepeat: boolean): Promise<ImportResult> {
  const statement = await findStatement(tx, { firmId, id });
  if (statement === null) throw new Error(`The statement ${id} vanished`);
  return { kind: 'imported', statement, isRepeat };
}

/** How often this file was imported into this account, and set aside. */
async function countImports(
  tx: Db,
  { firmId, sha256 }: NewStatement,
  bankAccountId: BankAccountId,
): Promise<number> {
  const [row] = await tx
    .select({ imports: count() })
    .from(bankStatements)
    .where(
      and(
        eq(bankStatements.firmId, firmId),
        eq(bankStatements.bankAccountId, bankAccountId),
        eq(bankStatements.sha256, sha256),
      ),
    );
  return row?.imports ?? 0;
}

/** Its first and last day: of its lines, else of its closing balance. */
function daysOf({ lines, closing }: NewStatement): readonly [string, string] {
  const dates = lines.map(({ date }) => date).sort();
  const [first, last] = [dates[0] ?? closing?.date, dates.at(-1) ?? closing?.date];
  if (first === undefined || last === undefined) {
    throw new Error('A statement has a line or a closing balance');
  }
  return [first, last];
}

function holderOf(firmId: FirmId, accountNumber: string): Holder {
  return {
    accountHash: createHash('sha256')
      .update(JSON.stringify([firmId, accountNumber]))
      .digest('hex'),
    // A short number follows the bank's and the account's type, which are not part of it.
    accountLastFour: /\S{1,4}$/.exec(accountNumber)?.[0] ?? null,
  };
}
