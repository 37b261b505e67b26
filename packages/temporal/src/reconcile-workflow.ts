import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import {
  RECONCILE_ENDED_AFTER,
  RECONCILE_WORKFLOW,
  reconcileWorkflowId,
  type ReconcileInput,
} from '@makewhole/domain/contracts/reconciliation';

/**
 * Starts a reconciliation of a firm (B12).
 * @returns already_running where one of that firm is under way: there is one at a time
 * @throws the client's errors where Temporal cannot be reached: nothing was started
 */
export async function startReconcileWorkflow(
  client: Client,
  taskQueue: string,
  input: ReconcileInput,
): Promise<'started' | 'already_running'> {
  try {
    await client.workflow.start(RECONCILE_WORKFLOW, {
      workflowId: reconcileWorkflowId(input.firmId),
      taskQueue,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      workflowExecutionTimeout: RECONCILE_ENDED_AFTER,
      staticSummary: 'Reconciliation with the payment processor, asked for',
      staticDetails: `Reconciliation \`${input.reconciliationId}\` of firm \`${input.firmId}\``,
    });
    return 'started';
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'already_running';
    throw error;
  }
}
