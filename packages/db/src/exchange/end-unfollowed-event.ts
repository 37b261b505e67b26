import type { FirmId, RefundId } from '@makewhole/domain/ids';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { raiseAttention } from '../refunds/attention.ts';
import { findRefund } from '../refunds/find-refund.ts';
import { markProcessorEventHandled } from './unhandled-processor-events.ts';

export type UnfollowedEvent = {
  readonly id: string;
  readonly firmId: FirmId;
  readonly refundId: RefundId;
  readonly type: string;
};

/** The status in which our refund agrees with what the processor reported. */
const AGREES: Readonly<Record<string, RefundStatus>> = {
  'refund.succeeded': 'succeeded',
  'refund.failed': 'failed',
  'refund.returned': 'failed',
};

/**
 * Ends a report about a refund that was closed with its workflow. Where our record says something else, the money moved
 * after we stopped looking: a person must hear of it, and nothing is booked (B6, B12). A refund that is open has its
 * workflow started again, which asks by itself: until then the report waits.
 */
export async function endUnfollowedEvent(db: Db, event: UnfollowedEvent, at: Date): Promise<void> {
  const refund = await findRefund(db, event);
  if (refund?.closedAt === null) return;
  const agreed = AGREES[event.type];
  if (refund !== null && agreed !== undefined && refund.status !== agreed) {
    await raiseAttention(db, event, { cause: 'processor_disagrees', at });
  }
  await markProcessorEventHandled(db, event.id, at);
}
