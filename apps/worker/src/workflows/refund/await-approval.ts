// The wait for a second person (B8): until a person decides, the refund is canceled, or the approval expires.
import { condition } from '@temporalio/workflow';
import type { RefundWorkflowInput } from '@makewhole/domain/contracts/refund';
import { retryUntilDone } from '../retry-until-done.ts';
import { continueFromRow, shouldContinueAsNew } from './continue-as-new.ts';
import type { Inbox } from './message-handlers.ts';
import type { Progress } from './refund-progress.ts';
import { firstOf, remindersToCome, sendDueReminders } from './reminders.ts';
import { notifyPeople } from './notify.ts';

/** Ends when there may be something new to check: the decision is in the row. */
export async function awaitApproval(
  input: RefundWorkflowInput,
  progress: Progress,
  inbox: Inbox,
): Promise<void> {
  inbox.lookAgain = false;
  const asked = await retryUntilDone(progress, 'Put the refund before a second person').askForApproval(input);
  if (asked.kind === 'decided') return;
  progress.moved('awaiting_approval');
  progress.owes(asked.obligations);
  for (const { id } of asked.obligations) {
    notifyPeople(input, progress, { obligationId: id, kind: 'approval', nth: 0 });
  }
  await decidedOrExpired(input, progress, inbox, asked.until);
  progress.owesNothing();
}

async function decidedOrExpired(
  input: RefundWorkflowInput,
  progress: Progress,
  inbox: Inbox,
  until: string,
): Promise<void> {
  const expiry = { atMs: Date.parse(until), why: 'The approval expires' };
  const isOver = () => inbox.lookAgain || !progress.openObligations().some(({ kind }) => kind === 'approval');
  while (!isOver()) {
    if (Date.now() >= expiry.atMs) {
      await retryUntilDone(progress, 'Decline the refund: nobody approved it in time').expireApproval(input);
      return;
    }
    progress.waits('approval', until);
    const wake = firstOf([expiry, ...remindersToCome(progress)]) ?? expiry;
    await condition(() => isOver() || shouldContinueAsNew(), Math.max(wake.atMs - Date.now(), 1), {
      summary: wake.why,
    });
    if (shouldContinueAsNew()) await continueFromRow(input, progress);
    if (!isOver()) sendDueReminders(input, progress);
  }
}
