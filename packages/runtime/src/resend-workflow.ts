import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import {
  RESEND_WORKFLOW,
  resendWorkflowId,
  type ResendWorkflowInput,
} from '@makewhole/domain/resend-contract';

/**
 * Starts the workflow that sends an email again; where it runs, or ran to its end, nothing happens.
 * @returns the run's ID
 * @throws the client's errors where Temporal cannot be reached: the sweep tries again
 */
export async function startResendWorkflow(
  client: Client,
  taskQueue: string,
  input: ResendWorkflowInput,
): Promise<string> {
  const workflowId = resendWorkflowId(input);
  try {
    const handle = await client.workflow.start(RESEND_WORKFLOW, {
      workflowId,
      taskQueue,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      staticSummary: `Send an email of refund ${input.refundId} again`,
      staticDetails: `Email \`${input.notificationId}\` of refund \`${input.refundId}\`, firm \`${input.firmId}\``,
    });
    return handle.firstExecutionRunId;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { runId } = await client.workflow.getHandle(workflowId).describe();
    return runId;
  }
}
