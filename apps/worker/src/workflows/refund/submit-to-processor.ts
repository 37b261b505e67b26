// From the request to the processor's acceptance: the exact-ID check, then the hand-over, which goes on through unknown
// outcomes until the processor or a person has said what happened (R1, B1, B2).
import { condition } from '@temporalio/workflow';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { RefundWorkflowInput, WaitingFor } from '@makewhole/domain/contracts/refund';
import { TELL_A_PERSON_AFTER_MS, type UnknownCause } from '@makewhole/domain/unknown-outcome';
import { retryUntilDone } from '../retry-until-done.ts';
import { awaitApproval } from './await-approval.ts';
import { continueFromRow, shouldContinueAsNew } from './continue-as-new.ts';
import type { Inbox } from './message-handlers.ts';
import { pauseAfter } from '../pauses.ts';
import { now, type Progress } from './refund-progress.ts';
import { askForAttention } from './notify.ts';

/** Until when the client should have the money, and from when the refund is late. */
export type Acceptance = { readonly expectedBy: Instant; readonly lateFrom: Instant };

const MINUTE_MS = 60_000;
/** Waits before an unknown outcome is looked up again; the last one repeats. */
const LOOK_AGAIN_AFTER_MS = [
  15_000,
  30_000,
  MINUTE_MS,
  2 * MINUTE_MS,
  4 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
];
/** Past the life of the idempotency key only a person can end it; looking is still free. */
const LOOK_FOR_PERSON_MS = 6 * 60 * MINUTE_MS;

/** How the hand-over stands while it goes on. */
type Pursuit = {
  lookUps: number;
  /** Since when it is not known whether the processor has the refund. */
  unknownSinceMs: number | null;
  /** How often in a row the processor has turned it away, and until when nothing may be sent therefore. */
  turnedAway: number;
  sendNotBefore: Instant | null;
};

/** Hands the refund to the processor; null where it ended before the processor had it. */
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

/** handedOver: the processor has it, though our row knows nothing of that. */
type Passed = { readonly handedOver: boolean };

/**
 * Whether the hand-over may go on, null where not: after a second person's approval, where one is asked for, the check runs again. Where
 * the row is past the check, it was begun by an earlier run, or ended by a person: it says what stands.
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
        // What the processor said meanwhile was said to the run that ended.
        inbox.processorReported = true;
        return { handedOver: false };
      case 'passed':
        // It may have settled since, which was said to the run that the restored database no longer knows.
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
  // Not where the processor asked us to wait: until when, only this run knows.
  if (shouldContinueAsNew()) await continueFromRow(input, progress);
}

/** The processor turned the refund away, for hours where it says so, or could not be asked about it. Only what a person finds out is looked at before. */
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

/** In how long a person is to be told that the outcome is unknown: never, where it is not; 0 or less once it is time. */
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
