// The ledgers of a trust account that are no matter's (ADR 34). Their balances are sums of entries: nothing is cached,
// and whoever changes one locks the bank account first.
import { and, eq, inArray } from 'drizzle-orm';
import type { BankAccountId, FirmId, TransactionId } from '@makewhole/domain/ids';
import { money, negate, type Money } from '@makewhole/domain/money';
import { firmLedgerShortSummary } from '@makewhole/domain/obligation-summaries';
import { TRUST_LEDGER_ACCOUNTS, TRUST_LEDGERS, type TrustLedger } from '@makewhole/domain/trust-transactions';
import type { Db } from '../connect.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { ledgerEntries } from '../schema/ledger.ts';
import { TOTAL, findOwed } from './account-ledger.ts';
import { followBalance } from './shortage.ts';

export type TrustAccountKey = { readonly firmId: FirmId; readonly bankAccountId: BankAccountId };

/** Locks a bank account for a change of its ledgers; null if the firm has none such. */
export async function lockTrustAccount(tx: Db, { firmId, bankAccountId }: TrustAccountKey) {
  const [account] = await tx
    .select()
    .from(bankAccounts)
    .where(and(eq(bankAccounts.firmId, firmId), eq(bankAccounts.id, bankAccountId)))
    .for('no key update');
  return account ?? null;
}

/** What a ledger of a trust account owes: negative where more was taken than was there. */
export function findTrustLedger(tx: Db, account: TrustAccountKey, ledger: TrustLedger): Promise<Money> {
  return findOwed(tx, account, eq(ledgerEntries.account, TRUST_LEDGER_ACCOUNTS[ledger]));
}

export type TrustLedgerBalance = {
  readonly bankAccountId: BankAccountId;
  readonly bankAccount: string;
  readonly ledger: TrustLedger;
  readonly amount: Money;
};

/** Every such ledger of a firm that ever had an entry, by bank account. */
export async function listTrustLedgers(tx: Db, firmId: FirmId): Promise<TrustLedgerBalance[]> {
  const rows = await tx
    .select({
      bankAccountId: bankAccounts.id,
      bankAccount: bankAccounts.title,
      account: ledgerEntries.account,
      total: TOTAL,
    })
    .from(ledgerEntries)
    .innerJoin(
      bankAccounts,
      and(eq(bankAccounts.firmId, ledgerEntries.firmId), eq(bankAccounts.id, ledgerEntries.bankAccountId)),
    )
    .where(
      and(
        eq(ledgerEntries.firmId, firmId),
        inArray(ledgerEntries.account, Object.values(TRUST_LEDGER_ACCOUNTS)),
      ),
    )
    .groupBy(bankAccounts.id, bankAccounts.title, ledgerEntries.account)
    .orderBy(bankAccounts.title, bankAccounts.id);
  return rows.flatMap(({ account, total, ...of }) => {
    const ledger = TRUST_LEDGERS.find((one) => TRUST_LEDGER_ACCOUNTS[one] === account);
    return ledger === undefined ? [] : [{ ...of, ledger, amount: negate(money(total)) }];
  });
}

/**
 * Opens, changes or ends the task to replenish the firm's own ledger of a trust account: what it is short by is clients'
 * money (B4). Called in the transaction that changed it, which locked the account.
 */
export async function followFirmLedger(
  tx: Db,
  key: TrustAccountKey,
  because: { readonly transactionId: TransactionId; readonly at: Date },
): Promise<void> {
  const balance = await findTrustLedger(tx, key, 'firm');
  const [account] = await tx
    .select({ title: bankAccounts.title })
    .from(bankAccounts)
    .where(and(eq(bankAccounts.firmId, key.firmId), eq(bankAccounts.id, key.bankAccountId)));
  const summaryOf = (amount: Money) =>
    firmLedgerShortSummary({ amount, currency: 'USD' }, account?.title ?? key.bankAccountId);
  await followBalance(
    tx,
    { firmId: key.firmId, subject: key.bankAccountId },
    { balance, summaryOf },
    because,
  );
}
