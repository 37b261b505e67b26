import type { FirmId, RefundId } from '@makewhole/domain/ids';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { RefundWorkflowInput } from '@makewhole/domain/contracts/refund';
import type { Db } from '../connect.ts';
import { raiseAttention } from '../obligations/attention.ts';
import { markWorkflowStarted, workflowInputOf } from '../refunds/open-refunds.ts';
import { markProcessorEventHandled } from './unhandled-processor-events.ts';
import { findRefund } from '../refunds/refund-view.ts';

export type UnhandledEvent = {
  readonly id: string;
  readonly firmId: FirmId;
  readonly refundId: RefundId;
  readonly type: string;
};

/** The status in which our refund agrees with the processor's report. */
const AGREES: Readonly<Record<string, RefundStatus>> = {
  'refund.succeeded': 'succeeded',
  'refund.failed': 'failed',
  'refund.returned': 'failed',
};

/**
 * What can still happen to a succeeded refund: its credit comes back, or the payment itself is lost (B6). An update does
 * not say what changed: its trace number may have come, or it may have failed.
 */
const AFTER_SUCCESS: ReadonlySet<string> = new Set([
  'refund.updated',
  'refund.failed',
  'refund.returned',
  'payment.disputed',
  'payment.returned',
  'dispute.closed',
]);

/**
 * Handles a report about a refund that closed together with its workflow. If the report may follow a success, the
 * workflow runs again, asks the processor and acts on the answer. Any other disagreement is for a person, and nothing
 * is booked (B6, B12). An open refund's workflow is restarted anyway: until then the report waits.
 * @param resume runs the refund's workflow again, or does nothing if it is already running; returns the run's ID
 */
export async function closeUnhandledEvent(
  db: Db,
  event: UnhandledEvent,
  at: Date,
  resume: (refund: RefundWorkflowInput) => Promise<string>,
): Promise<void> {
  const refund = await findRefund(db, event);
  if (refund?.closedAt === null) return;
  if (refund?.status === 'succeeded' && AFTER_SUCCESS.has(event.type)) {
    await markWorkflowStarted(db, event, await resume(workflowInputOf(refund)));
  } else {
    const agreed = AGREES[event.type];
    if (refund !== null && agreed !== undefined && refund.status !== agreed) {
      await raiseAttention(db, event, { cause: 'processor_disagrees', at });
    }
  }
  await markProcessorEventHandled(db, event.id, at);
}
