import { and, eq } from 'drizzle-orm';
import {
  bankAccountFault,
  type BankAccountFacts,
  type BankAccountFault,
  type BankAccountView,
} from '@makewhole/domain/bank-accounts';
import { changesOf } from '@makewhole/domain/firm-events';
import type { BankAccountId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import { lockFirm } from '../firms/lock-firm.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { findBankAccount } from './list-bank-accounts.ts';

type Wanted = BankAccountFacts & Pick<BankAccountView, 'status' | 'isDefault'>;
/** Undefined leaves a field as it is. */
export type BankAccountChange = { readonly [Field in keyof Wanted]?: Wanted[Field] | undefined };

export type BankAccountChanged =
  | { readonly kind: 'changed'; readonly account: BankAccountView }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'refused'; readonly fault: BankAccountFault };

/** Changes the given fields of an account. A new default takes over from the old one; what is booked stays where it is. */
export function changeBankAccount(
  db: Db,
  by: ChangedBy,
  id: BankAccountId,
  change: BankAccountChange,
): Promise<BankAccountChanged> {
  return db.transaction(async (tx) => {
    const { firmId } = by;
    await lockFirm(tx, firmId);
    const standing = await findBankAccount(tx, { firmId, id });
    if (standing === null) return { kind: 'not_found' };
    // The cast: the same fields, without those that are undefined.
    const given = Object.entries<unknown>(change).filter(([, value]) => value !== undefined);
    const wanted = Object.fromEntries(given) as Partial<Wanted>;
    const account: BankAccountView = { ...standing, ...wanted };
    const fault = bankAccountFault(standing, account);
    if (fault !== null) return { kind: 'refused', fault };
    const changes = changesOf(standing, wanted);
    if (Object.keys(changes).length === 0) return { kind: 'changed', account };
    const ofFirm = eq(bankAccounts.firmId, firmId);
    if (account.isDefault && !standing.isDefault) {
      const { kind, isDefault } = bankAccounts;
      await tx
        .update(bankAccounts)
        .set({ isDefault: false })
        .where(and(ofFirm, eq(kind, account.kind), isDefault));
    }
    await tx
      .update(bankAccounts)
      .set(wanted)
      .where(and(ofFirm, eq(bankAccounts.id, id)));
    // Titles and names are a person's text, which no event holds.
    const { title, bankName, ...facts } = changes;
    const renamed = [title, bankName].some((one) => one !== undefined);
    await appendFirmEvent(tx, by, {
      type: 'bank_account.changed',
      data: { bankAccountId: id, changes: facts, ...(renamed && { renamed }) },
    });
    return { kind: 'changed', account };
  });
}
