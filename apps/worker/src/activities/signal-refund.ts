import type { RefundKey } from '@makewhole/db/lock-refund';
import { markWorkflowStarted, workflowInputOf } from '@makewhole/db/refunds/open-refunds';
import { resumeRefundWorkflow, signalProcessorReported } from '@makewhole/temporal/refund-workflows';
import type { WorkerDependencies } from './dependencies.ts';
import { findRefund } from '@makewhole/db/refunds/refund-view';

/**
 * Makes a refund's workflow ask the payment processor, and fix what it can; for a refund that succeeded and was closed,
 * the workflow runs again (B6). It also runs again if it ended while its refund is open: the row comes from an older
 * backup than the workflow.
 */
export async function signalRefund(
  { db, temporal, taskQueue }: WorkerDependencies,
  key: RefundKey,
): Promise<void> {
  const refund = await findRefund(db, key);
  if (refund === null) return;
  const input = workflowInputOf(refund);
  const isOpen = refund.closedAt === null;
  if (isOpen && (await signalProcessorReported(temporal, input)) === 'signaled') return;
  if (isOpen || refund.status === 'succeeded') {
    await markWorkflowStarted(db, key, await resumeRefundWorkflow(temporal, taskQueue, input));
    // A row from before the submission continues from that point, and that run has not been signaled yet.
    if (isOpen) await signalProcessorReported(temporal, input);
  }
}
