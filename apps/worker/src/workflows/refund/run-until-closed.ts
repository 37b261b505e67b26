// From the processor's acceptance to the refund's closing: one loop waits for whatever comes first, the processor's
// report, a person's command, or the time for a reminder (B5, B6, B11).
import { allHandlersFinished, condition, patched } from '@temporalio/workflow';
import type { RefundWorkflowInput } from '@makewhole/domain/contracts/refund';
import { retryUntilDone } from '../retry-until-done.ts';
import { continueFromRow, shouldContinueAsNew } from './continue-as-new.ts';
import type { Inbox } from './message-handlers.ts';
import { pauseAfter } from '@makewhole/domain/pause-after';
import type { Progress } from './refund-progress.ts';
import type { Acceptance } from './submit-to-processor.ts';
import { firstOf, remindersToCome, sendDueReminders, type Wake } from './reminders.ts';
import { followProcessor, openWindow, windowWakes, type Window } from './settlement-window.ts';
import { askForAttention } from './notify.ts';

/** Waits and acts until the refund is terminal, owes nothing and is closed. */
export async function runUntilClosed(
  input: RefundWorkflowInput,
  progress: Progress,
  inbox: Inbox,
  acceptance: Acceptance | null,
): Promise<void> {
  const window = openWindow(acceptance);
  /** A refund that the processor never accepted has nothing to ask about. */
  const isReported = () => acceptance !== null && inbox.processorReported;
  /**
   * Nobody else hears what the processor reports while the refund closes; the workflow must answer what it was asked.
   */
  const hasNews = () => isReported() || window.pollAtMs !== null;
  for (;;) {
    const isClosed = progress.isOver() && (await close(input, progress));
    if (isClosed && !hasNews()) {
      // What arrives while the last commands are still being applied counts too.
      await condition(allHandlersFinished);
      if (!hasNews() && progress.isOver()) return;
    }
    if (shouldContinueAsNew()) await continueFromRow(input, progress);
    // Once closed, being done is nothing new: it then waits only for the processor's answer (B17).
    const isOverKnown = isClosed && patched('closed-waits-for-news');
    const wake = nextWake(window, progress);
    progress.waits(
      progress.status() === 'processing' ? 'settlement' : 'obligations',
      wake === null ? null : new Date(wake.atMs).toISOString(),
    );
    // What is owed may change meanwhile, and with it the next reminder.
    const something = () =>
      isReported() ||
      progress.isOver() !== isOverKnown ||
      nextWake(window, progress)?.atMs !== wake?.atMs ||
      shouldContinueAsNew();
    if (wake === null) await condition(something);
    else await condition(something, Math.max(wake.atMs - Date.now(), 1), { summary: wake.why });
    if (acceptance !== null) await followProcessor(input, progress, inbox, window);
    sendDueReminders(input, progress);
  }
}

/** The next instant at which it acts on its own; null if only people can move it. */
function nextWake(window: Window, progress: Progress): Wake | null {
  return firstOf([...windowWakes(window), ...remindersToCome(progress)]);
}

/** Asks the books whether the refund may be closed; waits for what they still list. */
async function close(input: RefundWorkflowInput, progress: Progress): Promise<boolean> {
  for (let tries = 1; progress.isOver(); tries += 1) {
    const result = await retryUntilDone(progress, 'Close the refund').closeRefund(input);
    if (result.kind === 'closed') return true;
    progress.owes(result.obligations);
    if (result.obligations.length === 0) await askForAttention(input, progress, 'books_open');
    // The books may list something that was completed while they were asked: ask again, after a while.
    if (progress.isOver() && patched('pause-before-closing-again')) {
      await condition(() => !progress.isOver(), pauseAfter(tries), { summary: 'Close the refund again' });
    }
  }
  return false;
}
