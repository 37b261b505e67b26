// Which workflows are running, according to the server.
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { WorkflowStatus } from '@makewhole/domain/reconciliation/compare-refund';

const PAGE_SIZE = 1_000;
/** A step that failed this many attempts is no accident: its code cannot follow its history, or cannot read it. */
const FAILING_FROM_ATTEMPT = 5;

/**
 * The IDs of all running workflows of a type. The server's list lags some seconds, so check a workflow that is missing
 * from it with `describeWorkflow` before concluding that it ended.
 */
export async function listRunning(client: Client, workflowType: string): Promise<ReadonlySet<string>> {
  const query = `WorkflowType = "${workflowType}" AND ExecutionStatus = "Running"`;
  const running = new Set<string>();
  for await (const { workflowId } of client.workflow.list({ query, pageSize: PAGE_SIZE })) {
    running.add(workflowId);
  }
  return running;
}

/** Whether a workflow is running and making progress (see WorkflowStatus), whatever its row says. */
export async function describeWorkflow(client: Client, workflowId: string): Promise<WorkflowStatus> {
  try {
    const { status, raw } = await client.workflow.getHandle(workflowId).describe();
    if (status.name !== 'RUNNING') return 'ended';
    return (raw.pendingWorkflowTask?.attempt ?? 0) >= FAILING_FROM_ATTEMPT ? 'failing' : 'running';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'missing';
    throw error;
  }
}
