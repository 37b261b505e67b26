import type { RefundKey } from '@makewhole/db/lock-refund';
import { markWorkflowStarted, workflowInputOf } from '@makewhole/db/refunds/open-refunds';
import { resumeRefundWorkflow, signalProcessorReported } from '@makewhole/temporal/refund-workflows';
import type { WorkerDependencies } from './dependencies.ts';
import { findRefund } from '@makewhole/db/refunds/refund-view';

/**
 * Has a refund's workflow ask the payment company by itself, and put right what it can; after the closing of one that
 * succeeded it runs again for that (B6). So does one that came to its end though its refund is open: the row is of an older
 * backup, and the workflow is not.
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
    // A row from before the hand-over goes on from there, and that run has not been signaled yet.
    if (isOpen) await signalProcessorReported(temporal, input);
  }
}
