import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { WEBHOOK_WORKFLOW, webhookWorkflowId, type WebhookWorkflowInput } from '@makewhole/domain/webhooks';

/**
 * Starts the workflow of a delivery that was noted; where it runs, or ran to its end, nothing happens. One that was
 * terminated, canceled or failed is started again.
 * @returns the run's ID
 * @throws the client's errors where Temporal cannot be reached: the sweep tries again
 */
export async function startWebhookWorkflow(
  client: Client,
  taskQueue: string,
  input: WebhookWorkflowInput,
): Promise<string> {
  const workflowId = webhookWorkflowId(input);
  try {
    const handle = await client.workflow.start(WEBHOOK_WORKFLOW, {
      workflowId,
      taskQueue,
      args: [input],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      staticSummary: `Webhook delivery ${input.deliveryId}`,
      staticDetails: `Delivery \`${input.deliveryId}\`, round ${input.round}, firm \`${input.firmId}\``,
    });
    return handle.firstExecutionRunId;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { runId } = await client.workflow.getHandle(workflowId).describe();
    return runId;
  }
}
