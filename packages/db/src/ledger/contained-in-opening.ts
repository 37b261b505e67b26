// What moved a payment's trust money by the cut-over of its trust account is in the account's opening balances (ADR 54),
// however late we learn of it: its receipt, and what the bank took back. A void holds the key of each such posting, so
// that it is in the books and nothing is posted twice.
import { and, eq, sql } from 'drizzle-orm';
import { BANK_KIND_OF } from '@makewhole/domain/bank-accounts';
import type { BankDate } from '@makewhole/domain/bank-calendar';
import type { LedgerEntry } from '@makewhole/domain/postings';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { newId } from '../new-id.ts';
import { bankAccounts } from '../schema/bank-accounts.ts';
import { postings } from '../schema/ledger.ts';
import { paymentItems } from '../schema/payments.ts';
import type { AnyPostingKey, PostingSubject } from './insert-posting.ts';
import { findCutOver } from './account-opening.ts';

/** Whether the signed opening of the payment's trust account contains that day. Holds the account until the transaction ends. */
export async function isInOpening(tx: Db, key: PaymentKey, movedOn: BankDate): Promise<boolean> {
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
  return cutOverOn !== null && movedOn <= cutOverOn;
}

/** Holds the key of what the opening contains with nothing. */
export async function postContained(
  tx: Db,
  { firmId, transactionId, causeId, at }: PaymentKey & Pick<PostingSubject, 'causeId' | 'at'>,
  { step, leg, allocationId, correction = 0 }: AnyPostingKey,
): Promise<void> {
  await tx
    .insert(postings)
    .values({
      ...{ id: newId<string>('post'), firmId, transactionId, causeId: causeId ?? null },
      ...{ step, leg, allocationId, correction, isVoid: true, at },
    })
    .onConflictDoNothing();
}

/** Whether a posting moves what a trust account holds or owes. */
export function movesTrust(entries: readonly LedgerEntry[]): boolean {
  return entries.some(({ account }) => BANK_KIND_OF[account] === 'trust');
}
