import { and, eq } from 'drizzle-orm';
import { hashOf } from '@makewhole/db/events/append-refund-event';
import { refundEvents, refunds } from '@makewhole/db/schema/refunds';
import type { CampaignWorld } from '../world.ts';
import type { RefundRow, Violation } from './invariant.ts';

/** Its events are a chain without a gap, which ends in the head that its row names (B9, I6). */
export async function checkChain({ db }: CampaignWorld, row: RefundRow): Promise<Violation[]> {
  // At one instant: it may still grow.
  const { head, events } = await db.transaction(
    async (tx) => ({
      head: await tx
        .select({ headHash: refunds.headHash, version: refunds.version })
        .from(refunds)
        .where(and(eq(refunds.firmId, row.firmId), eq(refunds.id, row.id))),
      events: await tx
        .select()
        .from(refundEvents)
        .where(and(eq(refundEvents.firmId, row.firmId), eq(refundEvents.refundId, row.id)))
        .orderBy(refundEvents.seq),
    }),
    { isolationLevel: 'repeatable read' },
  );
  let prevHash = '';
  for (const [index, { hash, ...event }] of events.entries()) {
    if (event.seq !== index + 1 || event.prevHash !== prevHash || hashOf(event) !== hash) {
      return [{ invariant: 'I6', what: `the chain of ${row.id} breaks at event ${event.seq}` }];
    }
    prevHash = hash;
  }
  const isWhole = prevHash === head[0]?.headHash && events.length === head[0].version;
  return isWhole ? [] : [{ invariant: 'I6', what: `the chain of ${row.id} does not end in its head` }];
}
