// From the processor's acceptance to the refund's closing: books, settlement window, lateness, obligations with their
// reminders (R5, R8, B5, B6, B11). One loop waits for whatever comes first.
import { condition } from '@temporalio/workflow';
import type { RefundWorkflowInput } from '@makewhole/domain/workflow-contract';
import { insist, question, quick } from './activity-proxies.ts';
import type { Inbox } from './inbox.ts';
import { now, type Progress } from './progress.ts';
import type { Acceptance } from './reach-processor.ts';
import { firstOf, remindersToCome, sendDueReminders, type Wake } from './reminders.ts';
import { askForAttention, tellMatter, watchAttention } from './tell-people.ts';
import type { WatchedObligation } from './watched-obligations.ts';

const HOUR_MS = 3_600_000;
const POLL_INTERVAL_MAX_MS = 12 * HOUR_MS;

/** When to ask the processor without having been told to, and when the refund is late; null when that is over. */
type Window = { pollAtMs: number | null; pollIntervalMs: number; lateAtMs: number | null };

/** Moves the books side by side and opens what is owed. */
export async function moveBooks(input: RefundWorkflowInput, progress: Progress): Promise<void> {
  const asked = () => ({ ...input, at: now() });
  const [, decisions, steps] = await Promise.all([
    insist(progress, 'debitOperatingAccount', () =>
      quick('Debit the operating account').debitOperatingAccount(asked()),
    ),
    insist(progress, 'reverseInvoicePayment', () =>
      quick('Reverse the invoice payment').reverseInvoicePayment(asked()),
    ),
    insist(progress, 'openTrustFollowUp', () =>
      quick('Open the trust steps that are owed').openTrustFollowUp(asked()),
    ),
  ]);
  progress.owes([...decisions, ...steps]);
}

/** Waits and acts until the refund is terminal, owes nothing and is closed. */
export async function carryToClose(
  input: RefundWorkflowInput,
  progress: Progress,
  inbox: Inbox,
  acceptance: Acceptance | null,
): Promise<void> {
  const window = openWindow(acceptance);
  /** A refund that the processor never accepted has nothing to be asked about. */
  const isReported = () => acceptance !== null && inbox.processorReported;
  /** What the processor reports while the refund is being closed is told to nobody else; what it was asked, it must answer. */
  const hasNews = () => isReported() || window.pollAtMs !== null;
  for (;;) {
    if (progress.isOver() && (await close(input, progress)) && !hasNews()) return;
    const wake = nextWake(window, progress);
    progress.waits(
      progress.status() === 'processing' ? 'settlement' : 'obligations',
      wake === null ? null : new Date(wake.atMs).toISOString(),
    );
    // What is owed may change meanwhile, and with it the next reminder.
    const something = () =>
      isReported() || progress.isOver() || nextWake(window, progress)?.atMs !== wake?.atMs;
    if (wake === null) await condition(something);
    else await condition(something, Math.max(wake.atMs - Date.now(), 1), { summary: wake.why });
    if (acceptance !== null) await followProcessor(input, progress, inbox, window);
    sendDueReminders(input, progress);
  }
}

function openWindow(acceptance: Acceptance | null): Window {
  return {
    pollAtMs: acceptance === null ? null : Date.parse(acceptance.expectedBy),
    pollIntervalMs: HOUR_MS,
    lateAtMs: acceptance === null ? null : Date.parse(acceptance.lateFrom),
  };
}

/** The next instant at which it acts by itself; null where only people can move it. */
function nextWake({ pollAtMs, lateAtMs }: Window, progress: Progress): Wake | null {
  return firstOf([
    ...(pollAtMs === null ? [] : [{ atMs: pollAtMs, why: 'Ask the processor, if no webhook came' }]),
    ...(lateAtMs === null ? [] : [{ atMs: lateAtMs, why: 'The refund is late' }]),
    ...remindersToCome(progress),
  ]);
}

async function followProcessor(
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

/** Asks how the refund came out and takes it up. @returns false where the processor could not be asked */
async function askProcessor(input: RefundWorkflowInput, progress: Progress): Promise<boolean> {
  const result = await question('Ask the processor how the refund came out')
    .followSettlement({ ...input, at: now() })
    .catch(() => null);
  progress.stuckOn('followSettlement', result === null);
  if (result === null) return false;
  switch (result.kind) {
    case 'pending':
      hearOfPayment(input, progress, result.opened ?? []);
      break;
    case 'differs':
      await askForAttention(input, progress, 'processor_disagrees');
      break;
    case 'succeeded':
      progress.calm('late');
      progress.moved('succeeded');
      hearOfPayment(input, progress, result.opened ?? []);
      break;
    case 'failed':
      if (progress.status() === 'failed') break;
      progress.owesNothing();
      progress.owes(result.obligations);
      progress.moved('failed');
      tellMatter(input, progress, 'refund_failed');
  }
  return true;
}

/** The payment itself is disputed or lost, or no longer so: its people are told once. */
function hearOfPayment(
  input: RefundWorkflowInput,
  progress: Progress,
  opened: readonly WatchedObligation[],
): void {
  if (!opened.some(({ subject }) => subject === 'payment_disputed')) progress.calm('payment_disputed');
  const known = progress.openObligations();
  const news = opened.filter(({ id }) => !known.some((one) => one.id === id));
  for (const obligation of news) watchAttention(input, progress, obligation.subject, [obligation]);
}

async function flagLate(input: RefundWorkflowInput, progress: Progress): Promise<void> {
  const opened = await insist(progress, 'flagLate', () =>
    quick('Flag the refund as late').flagLate({ ...input, at: now() }),
  );
  progress.isLate();
  watchAttention(input, progress, 'late', opened);
}

/** Asks the books whether the refund may be closed; what they still know of is waited for. */
async function close(input: RefundWorkflowInput, progress: Progress): Promise<boolean> {
  const result = await insist(progress, 'closeRefund', () =>
    quick('Close the refund').closeRefund({ ...input, at: now() }),
  );
  if (result.kind === 'closed') return true;
  progress.owes(result.obligations);
  if (result.obligations.length === 0) await askForAttention(input, progress, 'books_open');
  return false;
}
