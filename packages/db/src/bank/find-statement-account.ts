import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { BankAccountId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { findBankAccount, findDefaultAccounts } from '../bank-accounts/list-bank-accounts.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { bankStatements } from '../schema/bank.ts';
import type { ImportResult, NewStatement } from './new-statement.ts';
import { statementStands } from '../ledger/standing-bank-lines.ts';

/** What identifies a bank account at the next import, and what a person may see of it. */
export type Holder = { readonly accountHash: string; readonly accountLastFour: string | null };

type StatementAccount =
  | {
      readonly kind: 'account';
      readonly bankAccountId: BankAccountId;
      /** The last four of the account's former number, which a person says the bank has changed; else null. */
      readonly renumberedFrom: string | null;
    }
  | Exclude<ImportResult, { readonly kind: 'imported' }>;

/**
 * Which of the firm's bank accounts a statement is of: the one that is named, else the one whose earlier statements
 * have the same account number, else the default. Refuses a file whose number belongs to another account, and asks about
 * one that the account has not had yet.
 * @param holder null if the file has no account number
 */
export async function findStatementAccount(
  tx: Db,
  { firmId, account, bankAccountId, isRenumbered = false }: NewStatement,
  holder: Holder | null,
): Promise<StatementAccount> {
  const named = bankAccountId === null ? null : await findBankAccount(tx, { firmId, id: bankAccountId });
  const isUsable = named?.kind === account && named.status === 'open';
  if (bankAccountId !== null && !isUsable) return { kind: 'no_such_account' };
  const defaults = await findDefaultAccounts(tx, firmId);
  const found = (id: BankAccountId, renumberedFrom: string | null = null) =>
    ({ kind: 'account', bankAccountId: id, renumberedFrom }) as const;
  if (holder === null) return found(named?.id ?? defaults[account]);
  const earlier = await tx
    .select({ ...STATEMENT, title: bankAccounts.title })
    .from(bankStatements)
    .innerJoin(bankAccounts, eq(bankAccounts.id, bankStatements.bankAccountId))
    .where(
      and(
        eq(bankStatements.firmId, firmId),
        isNotNull(bankStatements.accountHash),
        statementStands(bankStatements.id),
      ),
    )
    .orderBy(desc(bankStatements.id));
  const known = earlier.filter(({ accountHash }) => accountHash === holder.accountHash);
  const ofKind = known.find((one) => one.account === account);
  const into = named?.id ?? ofKind?.bankAccountId ?? defaults[account];
  const elsewhere = known.find((one) => one.bankAccountId !== into);
  if (elsewhere !== undefined) {
    return { kind: 'other_account', account: elsewhere.account, title: elsewhere.title };
  }
  // A number that the account had before is its own still: an older statement may come later.
  const newest = known.length > 0 ? undefined : earlier.find((one) => one.bankAccountId === into);
  if (newest === undefined) return found(into);
  const lastFour = newest.lastFour ?? '';
  if (isRenumbered) return found(into, lastFour);
  return { kind: 'account_changed', lastFour, fileLastFour: holder.accountLastFour ?? '' };
}

const STATEMENT = {
  account: bankStatements.account,
  bankAccountId: bankStatements.bankAccountId,
  accountHash: bankStatements.accountHash,
  lastFour: bankStatements.accountLastFour,
};
