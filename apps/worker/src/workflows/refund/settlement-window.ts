// The bank days after the processor accepted a refund: updated by its webhooks, or by asking when none came; late, and
// reported to people, when the time is over (B6, B11).
import type { RefundWorkflowInput } from '@makewhole/domain/contracts/refund';
import { question } from '../activity-proxies.ts';
import { retryUntilDone } from '../retry-until-done.ts';
import type { Inbox } from './message-handlers.ts';
import { now, type Progress } from './refund-progress.ts';
import type { Acceptance } from './submit-to-processor.ts';
import type { Wake } from './reminders.ts';
import { askForAttention, notifyMatter, watchAttention } from './notify.ts';
import type { WatchedObligation } from './open-obligations.ts';

const HOUR_MS = 3_600_000;
const POLL_INTERVAL_MAX_MS = 12 * HOUR_MS;

/** When to ask the processor without a webhook, and when the refund is late; null when that is over. */
export type Window = { pollAtMs: number | null; pollIntervalMs: number; lateAtMs: number | null };

/** A refund that the processor never accepted has nothing to ask about. */
export function openWindow(acceptance: Acceptance | null): Window {
  return {
    pollAtMs: acceptance === null ? null : Date.parse(acceptance.askFrom ?? acceptance.expectedBy),
    pollIntervalMs: HOUR_MS,
    lateAtMs: acceptance === null ? null : Date.parse(acceptance.lateFrom),
  };
}

/** When it acts on its own. */
export function windowWakes({ pollAtMs, lateAtMs }: Window): Wake[] {
  return [
    ...(pollAtMs === null ? [] : [{ atMs: pollAtMs, why: 'Ask the processor, if no webhook came' }]),
    ...(lateAtMs === null ? [] : [{ atMs: lateAtMs, why: 'The refund is late' }]),
  ];
}

/** Asks the processor if it reported something or the time has come, and flags what is late. */
export async function followProcessor(
  input: RefundWorkflowInput,
  progress: Progress,
  inbox: Inbox,
  window: Window,
): Promise<void> {
  const pollDue = window.pollAtMs !== null && window.pollAtMs <= Date.now();
  if (inbox.processorReported || pollDue) {
    inbox.processorReported = false;
    const answered = await askProcessor(input, progress);
    if (!answered || pollDue) {
      window.pollAtMs = Date.now() + window.pollIntervalMs;
      window.pollIntervalMs = Math.min(window.pollIntervalMs * 2, POLL_INTERVAL_MAX_MS);
    }
    if (answered && progress.status() !== 'processing') {
      window.pollAtMs = null;
      window.lateAtMs = null;
    }
  }
  if (window.lateAtMs !== null && window.lateAtMs <= Date.now()) {
    window.lateAtMs = null;
    if (progress.status() === 'processing') await flagLate(input, progress);
  }
}

/** Asks how the refund turned out and applies it. @returns false if the processor could not be asked */
async function askProcessor(input: RefundWorkflowInput, progress: Progress): Promise<boolean> {
  const result = await question('Ask the processor how the refund came out')
    .followSettlement({ ...input, at: now() })
    .catch(() => null);
  progress.retryingOn('followSettlement', result === null);
  if (result === null) return false;
  switch (result.kind) {
    case 'pending':
      hearOfPayment(input, progress, result.opened ?? []);
      break;
    case 'differs':
      await askForAttention(input, progress, 'processor_disagrees');
      break;
    case 'succeeded':
      progress.clear('late');
      progress.owes(result.owed ?? []);
      progress.moved('succeeded');
      hearOfPayment(input, progress, result.opened ?? []);
      break;
    case 'failed':
      if (progress.status() === 'failed') break;
      progress.owesNothing();
      progress.owes(result.obligations);
      progress.moved('failed');
      notifyMatter(input, progress, 'refund_failed');
  }
  return true;
}

/** The payment itself is disputed or lost, or the refund waits for funds, or no longer so: emails its people once. */
function hearOfPayment(
  input: RefundWorkflowInput,
  progress: Progress,
  opened: readonly WatchedObligation[],
): void {
  for (const cause of ['payment_disputed', 'add_funds']) {
    if (!opened.some(({ subject }) => subject === cause)) progress.clear(cause);
  }
  const known = progress.openObligations();
  const news = opened.filter(({ id }) => !known.some((one) => one.id === id));
  for (const obligation of news) watchAttention(input, progress, obligation.subject, [obligation]);
}

async function flagLate(input: RefundWorkflowInput, progress: Progress): Promise<void> {
  const opened = await retryUntilDone(progress, 'Flag the refund as late').flagLate(input);
  // It had arrived all along, and this run does not know it yet.
  if (opened === null) return;
  progress.isLate();
  watchAttention(input, progress, 'late', opened);
}
