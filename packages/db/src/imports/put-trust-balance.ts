import { and, eq } from 'drizzle-orm';
import type { BankAccountId, FirmId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import { listBankAccounts } from '../bank-accounts/list-bank-accounts.ts';
import type { Db } from '../connect.ts';
import { importedTrustBalances } from '../schema/imported-trust-balances.ts';
import { followImportedBalance } from '../trust/balance-tasks.ts';
import type { TrustAccountMoney } from '../trust/free-trust.ts';
import { addToTotals, lockTrustMoney } from '../trust/matter-totals.ts';
import { findMatterId } from './find-matter-id.ts';
import {
  judgeStatement,
  type IfMatch,
  type Importing,
  type NotReplaced,
  type Written,
} from './import-row.ts';

export type TrustBalanceStatement = {
  readonly matterExternalId: string;
  /** What the matter has there, minor units; negative where it is overdrawn. */
  readonly balance: Money;
  /** The trust account; null for the firm's only open one. */
  readonly bankAccountId: BankAccountId | null;
  /** When the firm's own system said it. */
  readonly asOf: Date;
};

/**
 * bank_account_required: the firm has several open trust accounts (or none), and the statement names none.
 * bank_account_not_found: the firm has no such trust account.
 */
export type TrustBalancePut =
  | Written
  | NotReplaced
  | { readonly kind: 'matter_not_found' | 'bank_account_not_found' }
  | { readonly kind: 'bank_account_required'; readonly accounts: readonly NamedAccount[] };

export type NamedAccount = { readonly id: BankAccountId; readonly title: string };

/**
 * Replaces what the firm's own system says that a matter has in a trust account. It posts nothing: it is compared with our
 * client ledger, and what differs is somebody's task (ADR 53). The same balance again moves only its `asOf`.
 */
export async function putTrustBalance(
  { tx, by, record }: Importing,
  {
    matterExternalId,
    balance,
    asOf,
    ifMatch,
    ...wanted
  }: TrustBalanceStatement & { readonly ifMatch: IfMatch },
): Promise<TrustBalancePut> {
  const { firmId } = by;
  const matterId = await findMatterId(tx, firmId, matterExternalId);
  if (matterId === null) return { kind: 'matter_not_found' };
  const account = await chooseTrustAccount(tx, firmId, wanted.bankAccountId);
  if ('kind' in account) return account;
  const of: TrustAccountMoney = { firmId, matterId, bankAccountId: account.id };
  // The row that everybody locks: a matter that never had money has none yet.
  await addToTotals(tx, of, {});
  await lockTrustMoney(tx, of);
  const standing = await findStanding(tx, of);
  const verdict = judgeStatement(standing, { content: { balance }, asOf, ifMatch });
  if (verdict.kind === 'stale' || verdict.kind === 'changed_meanwhile') return verdict;
  const values = { balance, asOf, importedAt: by.at };
  if (standing === null) await tx.insert(importedTrustBalances).values({ ...of, ...values });
  else await tx.update(importedTrustBalances).set(values).where(isBalanceOf(of));
  const comparison = await followImportedBalance(tx, of, by.at);
  if (verdict.kind === 'unchanged') return verdict;
  const said = { matterId, externalId: matterExternalId, bankAccountId: account.id, balance };
  const data = { ...said, asOf: asOf.toISOString(), comparison: comparison?.kind };
  record({ type: 'trust_balance.imported', data });
  return verdict;
}

async function findStanding(tx: Db, of: TrustAccountMoney) {
  const [row] = await tx.select().from(importedTrustBalances).where(isBalanceOf(of)).for('update');
  return row === undefined ? null : { content: { balance: row.balance }, asOf: row.asOf };
}

function isBalanceOf({ firmId, matterId, bankAccountId }: TrustAccountMoney) {
  return and(
    eq(importedTrustBalances.firmId, firmId),
    eq(importedTrustBalances.matterId, matterId),
    eq(importedTrustBalances.bankAccountId, bankAccountId),
  );
}

type NoAccount =
  { readonly kind: 'bank_account_not_found' } | Extract<TrustBalancePut, { readonly accounts: unknown }>;

/** The trust account that is named, or the firm's only open one. */
async function chooseTrustAccount(
  db: Db,
  firmId: FirmId,
  wanted: BankAccountId | null,
): Promise<NamedAccount | NoAccount> {
  const trust = (await listBankAccounts(db, firmId)).filter(({ kind }) => kind === 'trust');
  const fitting = trust.filter(({ id, status }) => (wanted === null ? status === 'open' : id === wanted));
  const accounts = fitting.map(({ id, title }) => ({ id, title }));
  const [only, ...others] = accounts;
  if (only !== undefined && others.length === 0) return only;
  return wanted === null ? { kind: 'bank_account_required', accounts } : { kind: 'bank_account_not_found' };
}
