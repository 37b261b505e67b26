// From the request to the processor's acceptance: the exact-ID check, then the submission, which continues through
// unknown outcomes until the processor or a person has said what happened (R1, B1, B2).
import { condition } from '@temporalio/workflow';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { RefundWorkflowInput, WaitingFor } from '@makewhole/domain/contracts/refund';
import { TELL_A_PERSON_AFTER_MS, type UnknownCause } from '@makewhole/domain/unknown-outcome';
import { retryUntilDone } from '../retry-until-done.ts';
import { awaitApproval } from './await-approval.ts';
import { continueFromRow, shouldContinueAsNew } from './continue-as-new.ts';
import type { Inbox } from './message-handlers.ts';
import { pauseAfter } from '@makewhole/domain/pause-after';
import { now, type Progress } from './refund-progress.ts';
import { askForAttention, watchAttention } from './notify.ts';

/**
 * The date by which the client should have the money, the instant from which the refund is late, and the one from which
 * the processor is asked; results from before the last one existed lack it.
 */
export type Acceptance = {
  readonly expectedBy: Instant;
  readonly lateFrom: Instant;
  readonly askFrom?: Instant;
};

const MINUTE_MS = 60_000;
/** Waits before each look-up of an unknown outcome; the last one repeats. */
const LOOK_AGAIN_AFTER_MS = [
  15_000,
  30_000,
  MINUTE_MS,
  2 * MINUTE_MS,
  4 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
];
/** After the idempotency key expires only a person can end it; looking is still free. */
const LOOK_FOR_PERSON_MS = 6 * 60 * MINUTE_MS;

/** The state of the submission while it continues. */
type Pursuit = {
  lookUps: number;
  /** Since when it is unknown whether the processor has the refund. */
  unknownSinceMs: number | null;
  /** How often in a row the processor has turned it away, and until when nothing may be sent because of that. */
  turnedAway: number;
  sendNotBefore: Instant | null;
};

/** Submits the refund to the processor; null if it ended before the processor had it. */
export async function submitToProcessor(
  input: RefundWorkflowInput,
  progress: Progress,
  inbox: Inbox,
): Promise<Acceptance | null> {
  const passed = await passesCheck(input, progress, inbox);
  if (passed === null) return null;
  progress.moved('submitting');
  const pursuit: Pursuit = { lookUps: 0, unknownSinceMs: null, turnedAway: 0, sendNotBefore: null };
  for (;;) {
    progress.waits('processor_answer', null);
    inbox.lookAgain = false;
    const { sendNotBefore } = pursuit;
    const result = await retryUntilDone(progress, 'Refund the payment at the processor').refundAtProcessor({
      ...input,
      ...(sendNotBefore !== null && { sendNotBefore }),
      ...(passed.handedOver && { handedOver: true }),
    });
    switch (result.kind) {
      case 'accepted':
        progress.clear('outcome_unknown');
        progress.clear('outcome_claimed');
        progress.moved('processing', result.expectedBy);
        return result;
      case 'failed':
        progress.owesNothing();
        progress.moved('failed');
        for (const task of result.opened ?? []) watchAttention(input, progress, task.subject, [task]);
        return null;
      case 'stands':
        progress.owesNothing();
        progress.moved(result.status);
        return null;
      case 'unknown':
        pursuit.unknownSinceMs ??= result.since === undefined ? Date.now() : Date.parse(result.since);
        progress.moved('outcome_unknown');
        progress.lookedUp(result.cause);
        await waitToLookAgain(input, progress, inbox, result.cause, pursuit);
        break;
      case 'busy':
        pursuit.turnedAway += 1;
        pursuit.sendNotBefore = instantIn(Math.max(result.afterMs, pauseAfter(pursuit.turnedAway)));
        await waitToSendAgain(input, progress, inbox, pursuit);
        break;
      case 'not_yet':
        await waitToSendAgain(input, progress, inbox, pursuit);
    }
  }
}

/** handedOver: the processor has it, though our row does not know. */
type Passed = { readonly handedOver: boolean };

/**
 * Whether the submission may continue, null if not: after a second person's approval, if one is required, the check
 * runs again. If the row is past the check, an earlier run began it or a person ended it: the row says which.
 */
async function passesCheck(
  input: RefundWorkflowInput,
  progress: Progress,
  inbox: Inbox,
): Promise<Passed | null> {
  for (;;) {
    progress.waits('check', null);
    const check = await retryUntilDone(progress, 'Check the exact transaction ID').checkTransaction(input);
    switch (check.kind) {
      case 'rejected':
        progress.moved('rejected');
        return null;
      case 'stands':
        // What the processor reported meanwhile went to the run that ended.
        inbox.processorReported = true;
        return { handedOver: false };
      case 'passed':
        // It may have settled since, which was reported to the run that the restored database does not know.
        if (check.handedOver === true) inbox.processorReported = true;
        if (check.needsApproval !== true) return { handedOver: check.handedOver === true };
        await awaitApproval(input, progress, inbox);
    }
  }
}

async function waitToLookAgain(
  input: RefundWorkflowInput,
  progress: Progress,
  inbox: Inbox,
  cause: UnknownCause,
  pursuit: Pursuit,
): Promise<void> {
  const forPerson = cause === 'key_expired' || cause === 'record_differs';
  const attention = cause === 'record_differs' ? 'processor_disagrees' : 'outcome_unknown';
  const notifyInMs = untilNotified(pursuit);
  if (forPerson || notifyInMs <= 0) await askForAttention(input, progress, attention);
  const waitMs = forPerson
    ? LOOK_FOR_PERSON_MS
    : (LOOK_AGAIN_AFTER_MS[pursuit.lookUps] ?? LOOK_AGAIN_AFTER_MS.at(-1) ?? MINUTE_MS);
  pursuit.lookUps += 1;
  pursuit.turnedAway = 0;
  await untilLookedAt(progress, inbox, {
    waitingFor: forPerson ? 'person_on_outcome' : 'outcome_lookup',
    waitMs: notifyInMs > 0 ? Math.min(waitMs, notifyInMs) : waitMs,
    why: 'Look the outcome up again',
    orElse: shouldContinueAsNew,
  });
  // Not if the processor asked us to wait: only this run knows until when.
  if (shouldContinueAsNew()) await continueFromRow(input, progress);
}

/**
 * The processor turned the refund away, for hours if it says so, or could not be asked about it. Only a person's
 * finding is checked before then.
 */
async function waitToSendAgain(
  input: RefundWorkflowInput,
  progress: Progress,
  inbox: Inbox,
  pursuit: Pursuit,
): Promise<void> {
  const notifyInMs = untilNotified(pursuit);
  if (notifyInMs <= 0) await askForAttention(input, progress, 'outcome_unknown');
  const waitMs = Math.max(Date.parse(pursuit.sendNotBefore ?? now()) - Date.now(), 1);
  await untilLookedAt(progress, inbox, {
    waitingFor: 'processor_answer',
    waitMs: notifyInMs > 0 ? Math.min(waitMs, notifyInMs) : waitMs,
    why: 'Send the refund: the processor turned it away, or could not be asked',
  });
}

/**
 * How long until a person must be told that the outcome is unknown: never, if it is known; 0 or less once it is time.
 */
function untilNotified({ unknownSinceMs }: Pursuit): number {
  return unknownSinceMs === null ? Infinity : unknownSinceMs + TELL_A_PERSON_AFTER_MS - Date.now();
}

type Wait = {
  readonly waitingFor: WaitingFor;
  readonly waitMs: number;
  readonly why: string;
  /** What else ends it. */
  readonly orElse?: () => boolean;
};

async function untilLookedAt(
  progress: Progress,
  inbox: Inbox,
  { waitingFor, waitMs, why, orElse = () => false }: Wait,
): Promise<void> {
  progress.waits(waitingFor, instantIn(waitMs));
  await condition(() => inbox.lookAgain || orElse(), waitMs, { summary: why });
}

function instantIn(ms: number): Instant {
  return new Date(Date.now() + ms).toISOString();
}
