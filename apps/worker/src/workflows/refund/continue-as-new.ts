// A run has room for some two thousand updates and fifty thousand events. Before it reaches either limit the workflow
// continues as new, from the refund's row, as it does after a termination.
import { allHandlersFinished, condition, continueAsNew, patched, workflowInfo } from '@temporalio/workflow';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { RefundWorkflowInput } from '@makewhole/domain/contracts/refund';
import type { Progress } from './refund-progress.ts';

/** Whether the server wants a new run; checked between two turns, and by whatever waits for the next one. */
export function shouldContinueAsNew(): boolean {
  return workflowInfo().continueAsNewSuggested && patched('begins-anew');
}

/**
 * Ends this run and begins the next one, once every command received was answered. It does not wait for an email being
 * sent: the next run finds in its row whether it was sent.
 */
export async function continueFromRow(input: RefundWorkflowInput, progress: Progress): Promise<never> {
  await condition(allHandlersFinished);
  progress.continuesAsNew();
  return continueAsNew<(again: RefundWorkflowInput) => Promise<RefundStatus>>(input);
}
