import { and, eq } from 'drizzle-orm';
import type { Money } from '@makewhole/domain/money';
import type { BankAccount, ItemKind } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { findDefaultAccounts } from '../bank-accounts/list-bank-accounts.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { newId } from '../new-id.ts';
import { paymentItems, payments } from '../schema/payments.ts';

export type NewItem = {
  readonly description: string;
  /** Kept as it came, and linked once the firm has such an invoice; only an operating item pays one. */
  readonly invoiceNumber: string | null;
  readonly account: BankAccount;
  /** Minor units, 0 or more. */
  readonly amount: Money;
  /** Left out if nobody says; a surcharge is operating money. */
  readonly kind?: ItemKind | null;
};

/** What an item says of itself where nobody has described it. */
export const UNDESCRIBED = 'Payment';

/** Inserts the items of a payment that has none yet: it is assigned from then on. Their sum must be its amount. */
export async function insertItems(tx: Db, key: PaymentKey, items: readonly NewItem[]): Promise<void> {
  const accountOf = await findDefaultAccounts(tx, key.firmId);
  await tx.insert(paymentItems).values(
    items.map((item, index) => ({
      ...item,
      ...key,
      id: newId<string>('item'),
      position: index + 1,
      bankAccountId: accountOf[item.account],
    })),
  );
  await tx
    .update(payments)
    .set({ unassigned: false })
    .where(
      and(
        eq(payments.firmId, key.firmId),
        eq(payments.transactionId, key.transactionId),
        eq(payments.unassigned, true),
      ),
    );
}
