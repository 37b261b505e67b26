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

/** The status in which our refund agrees with what the processor reported. */
const AGREES: Readonly<Record<string, RefundStatus>> = {
  'refund.succeeded': 'succeeded',
  'refund.failed': 'failed',
  'refund.returned': 'failed',
};

/** What can still happen to a refund that has succeeded: its credit comes back, or the payment itself is lost (B6). */
const AFTER_SUCCESS: ReadonlySet<string> = new Set([
  'refund.failed',
  'refund.returned',
  'payment.disputed',
  'payment.returned',
  'dispute.closed',
]);

/**
 * Ends a report about a refund that was closed with its workflow. What may come after a success has the workflow run
 * again: it asks the processor and takes up what it finds. Any other disagreement is for a person, and nothing is booked
 * (B6, B12). A refund that is open has its workflow started again anyway: until then the report waits.
 * @param resume runs the refund's workflow again, or does nothing where it runs already; gives the run's ID
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
