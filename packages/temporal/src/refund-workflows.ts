// How a refund's workflow is started and told that something happened: the same from the API, at once, and from the
// worker's sweep, later, so it is safe to do twice.
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { formatMoney } from '@makewhole/domain/money';
import type { WorkflowStatus } from '@makewhole/domain/reconciliation/compare-refund';
import {
  REFUND_WORKFLOW,
  SIGNALS,
  refundWorkflowId,
  type RefundWorkflowInput,
} from '@makewhole/domain/contracts/refund';
import { searchAttribute } from '@makewhole/domain/contracts/search-attributes';
import { describeWorkflow } from './running-workflows.ts';
import { startOnce, type ReusePolicy } from './start-once.ts';

/**
 * Starts the workflow of a refund that was recorded; where it runs, or ran to its end, nothing happens (B1). One that was
 * terminated, canceled or failed is started again: it finds in the row what was done.
 * @returns the run's ID
 * @throws the client's errors where Temporal cannot be reached: the sweep tries again
 */
export function startRefundWorkflow(
  client: Client,
  taskQueue: string,
  refund: RefundWorkflowInput,
): Promise<string> {
  return start(client, taskQueue, refund, 'ALLOW_DUPLICATE_FAILED_ONLY');
}

/**
 * Runs the workflow of a refund that was closed once more, because something came after it (B6): it goes on from the row,
 * which never lets money be sent again (B1). Where it runs already, nothing happens.
 * @returns the run's ID
 * @throws the client's errors where Temporal cannot be reached: the sweep tries again
 */
export function resumeRefundWorkflow(
  client: Client,
  taskQueue: string,
  refund: RefundWorkflowInput,
): Promise<string> {
  return start(client, taskQueue, refund, 'ALLOW_DUPLICATE');
}

function start(
  client: Client,
  taskQueue: string,
  refund: RefundWorkflowInput,
  reusePolicy: ReusePolicy,
): Promise<string> {
  const { refundId, transactionId, firmId, method, account, amount, currency } = refund;
  const paidBy = method === 'ach' ? 'ACH' : 'card';
  return startOnce(client, taskQueue, {
    type: REFUND_WORKFLOW,
    id: refundWorkflowId({ transactionId, id: refundId }),
    input: refund,
    reusePolicy,
    summary: `Refund of ${formatMoney(amount, currency)}, ${paidBy}, ${account}: ${transactionId}`,
    details: `Refund \`${refundId}\` of payment \`${transactionId}\`, firm \`${firmId}\``,
    searchAttributes: new TypedSearchAttributes([
      { key: searchAttribute('RefundStatus'), value: 'requested' },
      { key: searchAttribute('FirmId'), value: firmId },
      { key: searchAttribute('TransactionId'), value: transactionId },
      { key: searchAttribute('PaymentMethod'), value: method },
      { key: searchAttribute('RefundAccount'), value: account },
      { key: searchAttribute('AmountMinorUnits'), value: amount },
      { key: searchAttribute('NeedsAttention'), value: false },
    ]),
  });
}

/** Tells a refund's workflow to ask the processor again; `gone` where it has ended. */
export async function signalProcessorReported(
  client: Client,
  refund: Pick<RefundWorkflowInput, 'transactionId' | 'refundId'>,
): Promise<'signaled' | 'gone'> {
  const workflowId = refundWorkflowId({ transactionId: refund.transactionId, id: refund.refundId });
  try {
    await client.workflow.getHandle(workflowId).signal(SIGNALS.processorReported);
    return 'signaled';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'gone';
    throw error;
  }
}

/** Whether a refund's workflow runs; ended: it came to its end, or was ended, whatever the refund's row says. */
export function describeRefundWorkflow(
  client: Client,
  refund: Pick<RefundWorkflowInput, 'transactionId' | 'refundId'>,
): Promise<WorkflowStatus> {
  const workflowId = refundWorkflowId({ transactionId: refund.transactionId, id: refund.refundId });
  return describeWorkflow(client, workflowId);
}
