import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { VOID_WORKFLOW, voidWorkflowId, type VoidWorkflowInput } from '@makewhole/domain/voids';

/**
 * Starts the workflow of a void that was noted; where it runs, or ran to its end, nothing happens. One that was
 * terminated, canceled or failed is started again.
 * @returns the run's ID
 * @throws the client's errors where Temporal cannot be reached: the sweep tries again
 */
export async function startVoidWorkflow(
  client: Client,
  taskQueue: string,
  input: VoidWorkflowInput,
): Promise<string> {
  const workflowId = voidWorkflowId(input);
  try {
    const handle = await client.workflow.start(VOID_WORKFLOW, {
      workflowId,
      taskQueue,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      staticSummary: `Void of authorization ${input.transactionId}`,
      staticDetails: `Void \`${input.voidId}\` of authorization \`${input.transactionId}\`, firm \`${input.firmId}\``,
    });
    return handle.firstExecutionRunId;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { runId } = await client.workflow.getHandle(workflowId).describe();
    return runId;
  }
}
