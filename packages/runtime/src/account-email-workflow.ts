import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import {
  ACCOUNT_EMAIL_WORKFLOW,
  accountEmailWorkflowId,
  type AccountEmailInput,
} from '@makewhole/domain/account-emails';

/**
 * Starts the workflow of an account email that was noted; where it runs, or ran to its end, nothing happens.
 * @returns the run's ID
 * @throws the client's errors where Temporal cannot be reached: the sweep tries again
 */
export async function startAccountEmailWorkflow(
  client: Client,
  taskQueue: string,
  input: AccountEmailInput,
): Promise<string> {
  const workflowId = accountEmailWorkflowId(input);
  try {
    const handle = await client.workflow.start(ACCOUNT_EMAIL_WORKFLOW, {
      workflowId,
      taskQueue,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      staticSummary: 'Email about an account',
      staticDetails: `Account email \`${input.emailId}\`, firm \`${input.firmId}\``,
    });
    return handle.firstExecutionRunId;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { runId } = await client.workflow.getHandle(workflowId).describe();
    return runId;
  }
}
