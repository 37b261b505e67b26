// One refund, from the request to its closing. The refund's row in Postgres decides every step; the workflow does the
// work, waits, and repeats until it is done:
//
//   submit to the processor (check, send)  ->  post the books, notify the matter  ->  settlement, obligations, closing
import { CancellationScope } from '@temporalio/workflow';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { RefundWorkflowInput } from '@makewhole/domain/contracts/refund';
import { runUntilClosed } from './run-until-closed.ts';
import { openInbox } from './message-handlers.ts';
import { postBooks } from './post-books.ts';
import { trackProgress } from './refund-progress.ts';
import { submitToProcessor } from './submit-to-processor.ts';
import { notifyMatter } from './notify.ts';

/**
 * The refund workflow. A request to cancel it changes nothing: a refund ends by what its row says, never half done.
 * Started again after a termination, it continues from the row.
 * @returns the status in which the refund was closed
 */
export function refund(input: RefundWorkflowInput): Promise<RefundStatus> {
  return CancellationScope.nonCancellable(() => run(input));
}

async function run(input: RefundWorkflowInput): Promise<RefundStatus> {
  const progress = trackProgress(input);
  const inbox = openInbox(input, progress);
  const acceptance = await submitToProcessor(input, progress, inbox);
  if (acceptance !== null) {
    notifyMatter(input, progress, 'refund_processing');
    await postBooks(input, progress);
  }
  await runUntilClosed(input, progress, inbox, acceptance);
  progress.waits('nothing', null);
  return progress.status();
}
