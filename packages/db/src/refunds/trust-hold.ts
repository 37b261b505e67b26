// The hold on a matter's trust balance (B4): taken with the request, consumed by trust step (a), released by every end
// that comes before it. The balance's row is where all of them meet, so the money cannot be promised twice.
import { and, eq, sql } from 'drizzle-orm';
import type { MatterId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { trustBalances } from '../schema/matters.ts';
import { trustHolds } from '../schema/refunds.ts';
import type { RefundKey } from './lock-refund.ts';

export type HoldInput = RefundKey & { readonly matterId: MatterId; readonly amount: Money };

/** Holds the amount, or tells that the matter's free balance is too small. One statement: of two racing, one waits. */
export async function reserveTrust(
  tx: Db,
  input: Omit<HoldInput, 'refundId'>,
): Promise<'held' | 'insufficient'> {
  const held = await tx
    .update(trustBalances)
    .set({ held: sql`${trustBalances.held} + ${input.amount}` })
    .where(
      and(
        eq(trustBalances.firmId, input.firmId),
        eq(trustBalances.matterId, input.matterId),
        sql`${trustBalances.balance} - ${trustBalances.held} >= ${input.amount}`,
      ),
    )
    .returning({ matterId: trustBalances.matterId });
  return held.length === 1 ? 'held' : 'insufficient';
}

/** Notes whose hold it is; the refund's row must stand already. */
export async function recordHold(tx: Db, input: HoldInput): Promise<void> {
  await tx.insert(trustHolds).values(input);
}

/** Gives the held amount free again; does nothing where no hold stands any more. */
export async function releaseHold(tx: Db, refund: RefundKey): Promise<void> {
  const hold = await endHold(tx, refund, 'released');
  if (hold === undefined) return;
  await tx
    .update(trustBalances)
    .set({ held: sql`${trustBalances.held} - ${hold.amount}` })
    .where(matterOf(hold));
}

/** Pays the held amount out of the balance (trust step a). */
export async function consumeHold(tx: Db, refund: RefundKey): Promise<void> {
  const hold = await endHold(tx, refund, 'consumed');
  if (hold === undefined) throw new Error(`Refund ${refund.refundId} has no standing hold to consume`);
  await tx
    .update(trustBalances)
    .set({
      held: sql`${trustBalances.held} - ${hold.amount}`,
      balance: sql`${trustBalances.balance} - ${hold.amount}`,
    })
    .where(matterOf(hold));
}

/** Puts money back that step (a) took, because the refund failed before the bank transfer (B6). */
export async function restoreTrust(tx: Db, input: Omit<HoldInput, 'refundId'>): Promise<void> {
  await tx
    .update(trustBalances)
    .set({ balance: sql`${trustBalances.balance} + ${input.amount}` })
    .where(matterOf(input));
}

async function endHold(tx: Db, { firmId, refundId }: RefundKey, status: 'released' | 'consumed') {
  const [hold] = await tx
    .update(trustHolds)
    .set({ status })
    .where(
      and(eq(trustHolds.firmId, firmId), eq(trustHolds.refundId, refundId), eq(trustHolds.status, 'held')),
    )
    .returning();
  return hold;
}

function matterOf({ firmId, matterId }: Pick<HoldInput, 'firmId' | 'matterId'>) {
  return and(eq(trustBalances.firmId, firmId), eq(trustBalances.matterId, matterId));
}
