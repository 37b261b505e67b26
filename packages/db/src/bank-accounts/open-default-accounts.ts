import { BANK_ACCOUNTS, type BankAccount } from '@makewhole/domain/payments';
import type { BankAccountId, FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';

const TITLES: Readonly<Record<BankAccount, string>> = {
  operating: 'Operating account',
  trust: 'Trust account (IOLTA)',
};

/** Gives a new firm its first account of each kind, which its bookkeeper completes with the bank's name and digits. */
export async function openDefaultAccounts(tx: Db, firmId: FirmId): Promise<void> {
  const rows = BANK_ACCOUNTS.map((kind) => ({
    ...{ firmId, kind, title: TITLES[kind], isIolta: kind === 'trust', isDefault: true },
    id: newId<BankAccountId>('ba'),
  }));
  await tx.insert(bankAccounts).values(rows);
}
