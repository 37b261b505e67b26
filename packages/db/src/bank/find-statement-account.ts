import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { BankAccountId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { findBankAccount, findDefaultAccounts } from '../bank-accounts/list-bank-accounts.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { bankStatements } from '../schema/bank.ts';
import type { ImportResult, NewStatement } from './new-statement.ts';

type StatementAccount =
  | { readonly kind: 'account'; readonly bankAccountId: BankAccountId }
  | Exclude<ImportResult, { readonly kind: 'imported' }>;

/**
 * Which of the firm's bank accounts a statement is of: the one that is named, else the one whose earlier statements
 * have the same account number, else the default. Refuses a file whose number belongs to another account.
 * @param accountHash identifies the bank's account number; null if the file has none
 */
export async function findStatementAccount(
  tx: Db,
  { firmId, account, bankAccountId }: NewStatement,
  accountHash: string | null,
): Promise<StatementAccount> {
  const named = bankAccountId === null ? null : await findBankAccount(tx, { firmId, id: bankAccountId });
  const isUsable = named?.kind === account && named.status === 'open';
  if (bankAccountId !== null && !isUsable) return { kind: 'no_such_account' };
  const defaults = await findDefaultAccounts(tx, firmId);
  if (accountHash === null) return { kind: 'account', bankAccountId: named?.id ?? defaults[account] };
  const earlier = await tx
    .select({ ...STATEMENT, title: bankAccounts.title })
    .from(bankStatements)
    .innerJoin(bankAccounts, eq(bankAccounts.id, bankStatements.bankAccountId))
    .where(and(eq(bankStatements.firmId, firmId), isNotNull(bankStatements.accountHash)))
    .orderBy(desc(bankStatements.id));
  const known = earlier.filter((one) => one.accountHash === accountHash);
  const ofKind = known.find((one) => one.account === account);
  const into = named?.id ?? ofKind?.bankAccountId ?? defaults[account];
  const elsewhere = known.find((one) => one.bankAccountId !== into);
  if (elsewhere !== undefined) {
    return { kind: 'other_account', account: elsewhere.account, title: elsewhere.title };
  }
  const newest = earlier.find((one) => one.bankAccountId === into);
  if (newest === undefined || newest.accountHash === accountHash) {
    return { kind: 'account', bankAccountId: into };
  }
  return { kind: 'account_changed', lastFour: newest.lastFour ?? '' };
}

const STATEMENT = {
  account: bankStatements.account,
  bankAccountId: bankStatements.bankAccountId,
  accountHash: bankStatements.accountHash,
  lastFour: bankStatements.accountLastFour,
};
