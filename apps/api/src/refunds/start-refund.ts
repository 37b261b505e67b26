import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { markWorkflowStarted, workflowInputOf } from '@makewhole/db/refunds/open-refunds';
import type { Services } from '../context.ts';

/** Nobody waits for it: the refund is recorded, and its workflow starts as soon as Temporal is available. */
export function startRefund({ background, db, workflows }: Services, refund: RefundView): void {
  background.run(`the workflow of ${refund.id} was not started; the sweep will start it`, async () => {
    const runId = await workflows.startRefund(workflowInputOf(refund));
    await markWorkflowStarted(db, { firmId: refund.firmId, refundId: refund.id }, runId);
  });
}
