import { and, eq } from 'drizzle-orm';
import type { AttentionCause } from '@makewhole/domain/attention';
import { ZERO, money, type Money } from '@makewhole/domain/money';
import { balanceOf, type LedgerAccount } from '@makewhole/domain/postings';
import { originalBounced } from '@makewhole/domain/refunded-losses';
import type { Db } from '../connect.ts';
import { ENGINE, appendEvent } from '../events/append-refund-event.ts';
import { findPostings, postOnce } from '../ledger/post-entries.ts';
import type { PaymentKey } from '../lock-payment.ts';
import { lockRefund, refundKeyOf, type RefundRow } from '../lock-refund.ts';
import type { LostAfterRefund } from '../losses/book-losses.ts';
import { completeAttention } from '../obligations/attention.ts';
import { obligations } from '../schema/obligations.ts';
import { refunds } from '../schema/refunds.ts';

const BOUNCED = 'original_bounced' satisfies AttentionCause;

/**
 * Books what the client owes for what the bank took from operating after the refund was paid out, less what is booked of
 * it: a payment may be lost in several disputes. Negative where the bank gave back a dispute that had been lost.
 * @returns whether there is more than was booked before
 */
export async function bookOwed(
  tx: Db,
  row: RefundRow,
  lost: Pick<LostAfterRefund, 'returned' | 'disputed'>,
  at: Date,
): Promise<boolean> {
  const refund = refundKeyOf(row);
  const before = await findBounces(tx, row);
  const left = (total: Money, account: LedgerAccount) => money(total + balanceOf(before, account));
  const returned = left(lost.returned, 'operating_bank');
  const disputed = left(lost.disputed, 'disputed_receipts');
  if (returned === 0 && disputed === 0) return false;
  const owed = originalBounced(returned, disputed);
  const key = before.length > 0 ? { correction: before.length } : {};
  if (!(await postOnce(tx, refund, at, { ...owed, ...key }))) return false;
  await appendEvent(tx, refund, { type: 'books.original_bounced', actor: ENGINE, at, data: {} });
  return before.length > 0 && returned + disputed > 0;
}

/** The bank gave back a dispute that had been lost: the client owes that much less, and nobody recovers it any more. */
export async function takeBackOwed(
  tx: Db,
  { firmId, transactionId }: PaymentKey,
  lost: Pick<LostAfterRefund, 'amount' | 'returned' | 'disputed'> | null,
  at: Date,
): Promise<void> {
  const [refund] = await tx
    .select({ refundId: refunds.id })
    .from(refunds)
    .where(
      and(
        eq(refunds.firmId, firmId),
        eq(refunds.transactionId, transactionId),
        eq(refunds.status, 'succeeded'),
      ),
    );
  if (refund === undefined) return;
  const key = { firmId, ...refund };
  const stands = lost ?? { amount: ZERO, returned: ZERO, disputed: ZERO };
  const row = await lockRefund(tx, key);
  const owed = balanceOf(await findBounces(tx, row), 'client_receivable');
  const isLess = owed > stands.returned + stands.disputed;
  if (isLess) await bookOwed(tx, row, stands, at);
  // What the bank took from trust is no debt of the client's here, and was asked for all the same.
  if (lost === null) return completeAttention(tx, key, BOUNCED, { actor: ENGINE, at });
  if (!isLess) return;
  await setBouncedAmount(tx, row, stands.amount);
}

/** The task to recover it, open or done, is about this amount. */
export async function setBouncedAmount(tx: Db, { firmId, id }: RefundRow, amount: Money): Promise<void> {
  await tx
    .update(obligations)
    .set({ amount })
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.refundId, id),
        eq(obligations.kind, 'attention'),
        eq(obligations.subject, BOUNCED),
      ),
    );
}

async function findBounces(tx: Db, { firmId, id }: RefundRow) {
  return (await findPostings(tx, firmId, [id])).filter(({ step }) => step === BOUNCED);
}
