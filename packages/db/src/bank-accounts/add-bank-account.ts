import {
  BANK_ACCOUNTS_MAX,
  type BankAccountFacts,
  type BankAccountView,
} from '@makewhole/domain/bank-accounts';
import type { BankAccountId } from '@makewhole/domain/ids';
import type { BankAccount } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import { lockFirm } from '../firms/lock-firm.ts';
import { newId } from '../new-id.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { listBankAccounts } from './list-bank-accounts.ts';

/** Adds an account, which takes part in nothing until something names it; null if the firm is at its limit. */
export function addBankAccount(
  db: Db,
  by: ChangedBy,
  wanted: BankAccountFacts & { readonly kind: BankAccount },
): Promise<BankAccountView | null> {
  return db.transaction(async (tx) => {
    const { firmId } = by;
    await lockFirm(tx, firmId);
    if ((await listBankAccounts(tx, firmId)).length >= BANK_ACCOUNTS_MAX) return null;
    const id = newId<BankAccountId>('ba');
    await tx.insert(bankAccounts).values({ ...wanted, id, firmId, createdAt: by.at });
    const { kind, lastFour, isIolta, state } = wanted;
    await appendFirmEvent(tx, by, {
      type: 'bank_account.added',
      data: { bankAccountId: id, kind, lastFour, isIolta, state },
    });
    return { ...wanted, id, status: 'open', isDefault: false };
  });
}
