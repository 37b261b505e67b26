// A payment that settled by the cut-over of its trust account is in the account's opening balances (ADR 54), however late
// we learn of it: a void holds the key of its receipt, so that it is in the books and nothing is posted twice.
import { and, eq, sql } from 'drizzle-orm';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { newId } from '../new-id.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { postings } from '../schema/ledger.ts';
import { paymentItems } from '../schema/payments.ts';
import { findCutOver } from '../ledger/account-opening.ts';

/** Whether the signed opening of the payment's trust account contains that day. Holds the account until the transaction ends. */
export async function isInOpening(tx: Db, key: PaymentKey, settledOn: BankDate): Promise<boolean> {
  const { firmId, transactionId } = key;
  const ofItem = tx
    .select({ id: paymentItems.bankAccountId })
    .from(paymentItems)
    .where(
      and(
        eq(paymentItems.firmId, firmId),
        eq(paymentItems.transactionId, transactionId),
        eq(paymentItems.account, 'trust'),
      ),
    )
    .limit(1);
  const [account] = await tx
    .select({ id: bankAccounts.id })
    .from(bankAccounts)
    .where(
      and(
        eq(bankAccounts.firmId, firmId),
        sql`${bankAccounts.id} = coalesce((${ofItem}), (SELECT b.id FROM bank_accounts b
          WHERE b.firm_id = ${firmId} AND b.kind = 'trust' AND b.is_default))`,
      ),
    )
    // Whoever signs an opening holds the row: what they sign is seen below.
    .for('key share');
  if (account === undefined) return false;
  const cutOverOn = await findCutOver(tx, { firmId, bankAccountId: account.id });
  return cutOverOn !== null && settledOn <= cutOverOn;
}

/** Holds the key of the payment's trust receipt with nothing. */
export async function voidTrustReceipt(
  tx: Db,
  { firmId, transactionId }: PaymentKey,
  at: Date,
): Promise<void> {
  await tx
    .insert(postings)
    .values({
      ...{ id: newId<string>('post'), firmId, transactionId, step: 'receipt', leg: 'trust' },
      ...{ isVoid: true, at },
    })
    .onConflictDoNothing();
}
