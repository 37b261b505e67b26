// Starts and signals a refund's workflow: the API does so at once and the worker's sweep later, so it is safe to do
// twice.
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
 * Starts the workflow of a recorded refund; does nothing if it is running, or ran to its end (B1). Restarts one that
 * was terminated, canceled or failed: it reads from the row what was done.
 * @returns the run's ID
 * @throws the client's errors if Temporal cannot be reached: the sweep retries
 */
export function startRefundWorkflow(
  client: Client,
  taskQueue: string,
  refund: RefundWorkflowInput,
): Promise<string> {
  return start(client, taskQueue, refund, 'ALLOW_DUPLICATE_FAILED_ONLY');
}

/**
 * Runs the workflow of a closed refund again, because something happened after it closed (B6). It continues from the
 * row, which never lets money be sent again (B1). Does nothing if it is already running.
 * @returns the run's ID
 * @throws the client's errors if Temporal cannot be reached: the sweep retries
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

/** Signals a refund's workflow to ask the processor again; `gone` if it has ended. */
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

/** Whether a refund's workflow is running; ended: it completed, or was ended, whatever the refund's row says. */
export function describeRefundWorkflow(
  client: Client,
  refund: Pick<RefundWorkflowInput, 'transactionId' | 'refundId'>,
): Promise<WorkflowStatus> {
  const workflowId = refundWorkflowId({ transactionId: refund.transactionId, id: refund.refundId });
  return describeWorkflow(client, workflowId);
}
