import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { TypedSearchAttributes } from '@temporalio/common';

/** For a workflow that ended: run it again in any case, or only if it was terminated, canceled or failed. */
export type ReusePolicy = 'ALLOW_DUPLICATE' | 'ALLOW_DUPLICATE_FAILED_ONLY';

export type WorkflowStart = {
  readonly type: string;
  readonly id: string;
  readonly input: unknown;
  /** One line that identifies it to an operator in the Temporal UI: no user-written text. */
  readonly summary: string;
  /** Markdown, below the summary. */
  readonly details: string;
  /** Default: ALLOW_DUPLICATE_FAILED_ONLY. */
  readonly reusePolicy?: ReusePolicy | undefined;
  readonly searchAttributes?: TypedSearchAttributes;
};

/**
 * Starts the workflow of something recorded; does nothing if it is running. Safe to do twice: at once from the API,
 * and later from the worker's sweep.
 * @returns the run's ID
 * @throws the client's errors if Temporal cannot be reached: the sweep retries
 */
export async function startOnce(client: Client, taskQueue: string, start: WorkflowStart): Promise<string> {
  const { type, id, input, summary, details, reusePolicy, searchAttributes } = start;
  try {
    const handle = await client.workflow.start(type, {
      workflowId: id,
      taskQueue,
      args: [input],
      workflowIdReusePolicy: reusePolicy ?? 'ALLOW_DUPLICATE_FAILED_ONLY',
      staticSummary: summary,
      staticDetails: details,
      ...(searchAttributes && { typedSearchAttributes: searchAttributes }),
    });
    return handle.firstExecutionRunId;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { runId } = await client.workflow.getHandle(id).describe();
    return runId;
  }
}
