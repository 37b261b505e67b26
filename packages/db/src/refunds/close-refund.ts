import { eq } from 'drizzle-orm';
import { balanceOf, hasSameKey, operatingDebits, type Posting } from '@makewhole/domain/postings';
import { isTerminal } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { refunds } from '../schema/refunds.ts';
import { ENGINE, appendEvent } from '../events/append-refund-event.ts';
import { settleAttention } from '../obligations/attention.ts';
import { lockRefund, type RefundKey } from '../lock-refund.ts';
import { findLegs } from '../ledger/refund-postings.ts';
import { findOpen, type OpenObligation } from '../obligations/open-and-complete.ts';
import { findPostings } from '../ledger/post-entries.ts';

export type CloseOutcome =
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'open';
      readonly obligations: readonly OpenObligation[];
      /** What is left in the refund's clearing account, minor units. */
      readonly clearing: number;
    };

/** Closes a refund: only when it is terminal, owes nothing, is booked and its clearing account is exactly zero (B5, B10). */
export function closeRefund(db: Db, refund: RefundKey, at: Date): Promise<CloseOutcome> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (row.closedAt !== null) return { kind: 'closed' };
    // It has moved on to its end, whatever it stood still at.
    if (isTerminal(row.status)) await settleAttention(tx, refund, 'stuck', { actor: ENGINE, at });
    const open = await findOpen(tx, refund);
    const postings = await findPostings(tx, refund.firmId, [refund.refundId]);
    const clearing = balanceOf(postings, 'refunds_clearing');
    const isBooked = row.status !== 'succeeded' || (await isDebited(tx, refund, postings));
    if (!isTerminal(row.status) || open.length > 0 || clearing !== 0 || !isBooked) {
      return { kind: 'open', obligations: open, clearing };
    }
    await tx.update(refunds).set({ closedAt: at }).where(eq(refunds.id, row.id));
    await appendEvent(tx, refund, { type: 'refund.closed', actor: ENGINE, at, data: { status: row.status } });
    return { kind: 'closed' };
  });
}

/** Whether every leg left the operating account (R5): clearing is zero, too, where nothing was booked at all. */
async function isDebited(tx: Db, refund: RefundKey, postings: readonly Posting[]): Promise<boolean> {
  const legs = await findLegs(tx, refund);
  return operatingDebits(legs).every((debit) => postings.some((posting) => hasSameKey(posting, debit)));
}
