// The only place that sends money (B1, B2). Whatever crashed before, it finds out what happened before it sends:
//
//   this attempt is the first        -> send
//   something may have been sent     -> look it up by our reference
//     found                          -> that is our refund, whichever answer was lost
//     not found, no send is known    -> send: an earlier attempt ended before its send, or it was turned away
//     not found, once the processor is believed, and as long as it knows the key
//                                    -> send again, under the same key (capabilities of the connection: for most 10
//                                       minutes after the last send and 23 hours after the first; never without keys)
//     not found, but it answered with an error that it repeats for the key
//                                    -> nothing is sent any more: a person decides
//     not found, but the payment is refunded by now
//                                    -> nothing is sent: a person finds out by what
//     not found, later than that     -> a person decides: the processor forgets the key
//     the processor can't be asked   -> still unknown; if no send is known, nothing is sent until it can be
//
// A submitted row without a known send may come from a backup taken between the two, and the processor may have forgotten
// the key since: it is looked up as well.
//
// If the processor turned a refund away and named a time, nothing is sent before that time.
import { ApplicationFailure } from '@temporalio/activity';
import { openFundsTask } from '@makewhole/db/obligations/funds-task';
import type { OpenObligation } from '@makewhole/db/obligations/open-and-complete';
import { failRefund } from '@makewhole/db/refunds/fail-refund';
import {
  acceptRefund,
  beginSubmission,
  markOutcomeUnknown,
  recordNotSent,
  recordSend,
} from '@makewhole/db/refunds/submit-refund';
import type { Instant } from '@makewhole/domain/bank-calendar';
import { failureMessage } from '@makewhole/domain/failure-messages';
import { judgeRecord, movesMoney } from '@makewhole/domain/processor-record';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import { afterNotFound } from '@makewhole/domain/send-again';
import type { UnknownCause } from '@makewhole/domain/unknown-outcome';
import {
  INSUFFICIENT_FUNDS,
  type ProcessorRefund,
  type RetryCause,
  type SendRefused,
} from '@makewhole/processor/port';
import { startActivityClock } from './activity-clock.ts';
import type { ActivityInput, Dependencies } from './dependencies.ts';
import { findRefundFacts, type RefundFacts } from '@makewhole/db/refunds/refund-view';

/**
 * A send that starts later than this after it was recorded is recorded again: "ten minutes after the last send" counts
 * from the record.
 */
const RECORD_HOLDS_MS = 60_000;

export type SubmissionInput = ActivityInput & {
  /** Nothing is sent before this: the processor asked us to wait. Looking the refund up is free. */
  readonly sendNotBefore?: Instant;
  /**
   * The check already found it at the processor: the row comes from a backup, and is looked up though it was never
   * submitted.
   */
  readonly handedOver?: true;
};

export type SubmissionResult =
  | {
      readonly kind: 'accepted';
      readonly expectedBy: Instant;
      readonly lateFrom: Instant;
      /** Results from before this field existed lack it. */
      readonly askFrom?: Instant;
    }
  | {
      readonly kind: 'failed';
      readonly code: string;
      /** What it asks of people at once; results from before this field existed lack it. */
      readonly opened?: readonly OpenObligation[];
    }
  | {
      readonly kind: 'unknown';
      readonly cause: UnknownCause;
      /** When it was first sent; results from before this field existed lack it. */
      readonly since?: Instant;
    }
  /** Nothing was sent: the processor turned it away, or could not be asked what it has before the first send. */
  | {
      readonly kind: 'busy';
      readonly afterMs: number;
      /** Why, if the processor turned it away; results from before this field existed lack it. */
      readonly cause?: RetryCause;
    }
  /** Nothing was sent, because `sendNotBefore` has not come yet. */
  | { readonly kind: 'not_yet' }
  | { readonly kind: 'stands'; readonly status: RefundStatus };

export const refundAtProcessor =
  (dependencies: Dependencies) =>
  async (input: SubmissionInput): Promise<SubmissionResult> => {
    const clock = startActivityClock(input.at);
    const start = await beginSubmission(dependencies.db, input, clock());
    const refund = await findRefundFacts(dependencies.db, input);
    if (start.kind === 'stands') {
      if (refund.processorRefundId === null || start.status === 'failed') return start;
      return accept(dependencies, input, refund.processorRefundId, clock());
    }
    const isNew = start.isFirst && refund.lastSentAt === null && input.handedOver !== true;
    if (isNew) return send(dependencies, input, refund, clock);
    // "Not found" dates from the request, however long the answer took.
    const now = clock();
    const found = await lookUp(dependencies, refund);
    if (found.kind === 'found') return take(dependencies, input, refund, found.refund, clock());
    if (found.kind === 'unavailable') return unasked(dependencies, input, refund, clock);
    const next = afterNotFound(await capabilitiesFor(dependencies, refund), refund, now);
    return next === 'send'
      ? sendLate(dependencies, input, refund, clock)
      : unknown(dependencies, input, next, clock());
  };

function capabilitiesFor({ processor }: Dependencies, { connection }: RefundFacts) {
  return processor.capabilitiesOf({ connectionId: connection.id });
}

/**
 * Sends a refund that was checked a while ago, so it fetches the payment again. A restored backup may not know that
 * another refund has since paid it back, and not every processor refuses a second one.
 */
async function sendLate(
  dependencies: Dependencies,
  input: SubmissionInput,
  refund: RefundFacts,
  clock: () => Date,
): Promise<SubmissionResult> {
  const answer = await dependencies.processor.getPayment({
    connectionId: refund.connection.id,
    transactionId: refund.transactionId,
  });
  if (answer.kind === 'unavailable' || answer.kind === 'unreadable') {
    return unasked(dependencies, input, refund, clock);
  }
  // The processor knows of a dispute or a return itself, and refuses: that is an answer, which ends the refund.
  return answer.kind === 'found' && answer.payment.refundedAmount > 0
    ? unknown(dependencies, input, 'payment_refunded', clock())
    : send(dependencies, input, refund, clock);
}

async function send(
  dependencies: Dependencies,
  input: SubmissionInput,
  refund: RefundFacts,
  clock: () => Date,
): Promise<SubmissionResult> {
  const { db } = dependencies;
  // Opened first: between the record of the send and the send, only the clock is read.
  const processor = await dependencies.processor.ready({ connectionId: refund.connection.id });
  if (isTooEarly(input, clock)) return { kind: 'not_yet' };
  const recorded = await recordSend(db, input, clock(), { known: refund.lastSentAt });
  if (recorded === null) return startOver(dependencies, input);
  if (clock().getTime() - recorded.sentAt.getTime() > RECORD_HOLDS_MS) {
    await recordNotSent(db, input, recorded);
    throw ApplicationFailure.retryable('The process stood still before it sent the refund', 'stood_still');
  }
  const answer = await processor.refund({
    transactionId: refund.transactionId,
    amount: refund.amount,
    currency: refund.currency,
    idempotencyKey: refund.id,
    reference: refund.id,
    timeoutMs: processor.capabilities.sendTimeoutMs,
  });
  switch (answer.kind) {
    case 'accepted':
      return take(dependencies, input, refund, answer.refund, clock());
    case 'refused':
      return refused(dependencies, input, refund, answer, clock());
    case 'retry_later':
      // Returned, not thrown: the server refuses a retry that would come after the activity's hour, and the workflow
      // would call again at once.
      await recordNotSent(db, input, recorded);
      return { kind: 'busy', afterMs: answer.afterMs, cause: answer.cause };
    case 'unknown':
      return unknown(
        dependencies,
        input,
        answer.cause === 'saved_error' ? 'saved_error' : 'no_answer',
        clock(),
      );
  }
}

/**
 * The processor cannot be asked. If no send is known, the outcome is not unknown: nothing is sent until it can be
 * asked.
 */
function unasked(
  dependencies: Dependencies,
  input: SubmissionInput,
  refund: RefundFacts,
  clock: () => Date,
): SubmissionResult | Promise<SubmissionResult> {
  if (refund.status !== 'submitting' || refund.lastSentAt !== null) {
    return unknown(dependencies, input, 'lookup_unavailable', clock());
  }
  return isTooEarly(input, clock) ? { kind: 'not_yet' } : { kind: 'busy', afterMs: 0 };
}

function isTooEarly({ sendNotBefore }: SubmissionInput, clock: () => Date): boolean {
  return sendNotBefore !== undefined && clock() < new Date(sendNotBefore);
}

/** A refusal may concern our own refund, whose key the processor forgot: look for that one before the refund fails. */
async function refused(
  dependencies: Dependencies,
  input: SubmissionInput,
  refund: RefundFacts,
  { code, message }: SendRefused,
  at: Date,
): Promise<SubmissionResult> {
  if (code === 'already_refunded') {
    const found = await lookUp(dependencies, refund);
    if (found.kind === 'found') return take(dependencies, input, refund, found.refund, at);
    if (found.kind === 'unavailable') return unknown(dependencies, input, 'lookup_unavailable', at);
  }
  const isShort = code === INSUFFICIENT_FUNDS;
  const failed = await failRefund(dependencies.db, input, {
    code,
    message: isShort ? failureMessage({ code, cameBack: false }) : message,
    at,
    onlyFrom: ['submitting', 'outcome_unknown'],
  });
  if (failed.kind !== 'failed') return startOver(dependencies, input);
  if (!isShort) return { kind: 'failed', code };
  return { kind: 'failed', code, opened: await openFundsTask(dependencies.db, refund, 'refused', at) };
}

/** Meanwhile a person has said what happened to the refund, or another attempt has sent it: start over from the row. */
function startOver(dependencies: Dependencies, input: SubmissionInput): Promise<SubmissionResult> {
  return refundAtProcessor(dependencies)(input);
}

type Lookup =
  | { readonly kind: 'found'; readonly refund: ProcessorRefund }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'unavailable' };

async function lookUp({ processor }: Dependencies, refund: RefundFacts): Promise<Lookup> {
  const answer = await processor.findRefunds({
    connectionId: refund.connection.id,
    transactionId: refund.transactionId,
    reference: refund.id,
  });
  // It has a record in an unknown shape: the refund must not be sent again.
  if (answer.kind !== 'found') return { kind: 'unavailable' };
  // If the first one failed and a second one pays, the second is our refund.
  const standing = answer.refunds.filter(movesMoney);
  const found =
    standing.find((one) => judgeRecord(refund, one).isSameMoney) ?? standing[0] ?? answer.refunds[0];
  return found === undefined ? { kind: 'not_found' } : { kind: 'found', refund: found };
}

/** Takes the processor's refund as ours, if it is for this payment and this amount; otherwise a person decides. */
async function take(
  dependencies: Dependencies,
  input: SubmissionInput,
  refund: RefundFacts,
  found: ProcessorRefund,
  at: Date,
): Promise<SubmissionResult> {
  if (!judgeRecord(refund, found).isSameMoney) return unknown(dependencies, input, 'record_differs', at);
  const accepted = await accept(dependencies, input, found.id, at);
  const isShort = accepted.kind === 'accepted' && found.pendingReason === INSUFFICIENT_FUNDS;
  // It waits for funds: asked at once, so that somebody hears of it, and soon again.
  return isShort ? { ...accepted, askFrom: at.toISOString() } : accepted;
}

async function accept(
  dependencies: Dependencies,
  input: SubmissionInput,
  processorRefundId: string,
  at: Date,
): Promise<SubmissionResult> {
  const { creditDaysOf } = dependencies.processor;
  const accepted = await acceptRefund(dependencies.db, input, { processorRefundId, at, creditDaysOf });
  // A person must have assigned it to another refund: only a person can undo that.
  return accepted.kind === 'held' ? unknown(dependencies, input, 'record_differs', at) : accepted;
}

async function unknown(
  { db }: Dependencies,
  input: SubmissionInput,
  cause: UnknownCause,
  at: Date,
): Promise<SubmissionResult> {
  const { firstSentAt } = await markOutcomeUnknown(db, input, { cause, at });
  return { kind: 'unknown', cause, ...(firstSentAt !== null && { since: firstSentAt.toISOString() }) };
}
