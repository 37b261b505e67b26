// What the sweep does: whatever could not be requested from Temporal at once, because it was down, is requested now.
import { ApplicationFailure, log } from '@temporalio/activity';
import { findConnectionOf, findFirstConnection } from '@makewhole/db/connections/find-connection';
import { closeUnhandledEvent } from '@makewhole/db/processor-events/close-unhandled-event';
import { forgetOldAnswers as forget } from '@makewhole/db/idempotency/saved-answers';
import { forgetOldAttempts } from '@makewhole/db/users/forget-old-attempts';
import {
  listUnhandledProcessorEvents,
  markProcessorEventHandled,
  postponeProcessorEvent,
  type UnhandledEvent,
} from '@makewhole/db/processor-events/unhandled-processor-events';
import { recordExternalRefund } from '@makewhole/db/payments/external-refund';
import { keepPayment } from '@makewhole/db/payments/keep-payment';
import { findKnownRefunds } from '@makewhole/db/reconciliation/list-refunds-to-reconcile';
import type { ConnectionId } from '@makewhole/domain/ids';
import { PAYMENT_REPORTS } from '@makewhole/domain/payments';
import type { RefundWorkflowInput } from '@makewhole/domain/contracts/refund';
import { askForRecord } from '@makewhole/processor/read-record';
import { resumeRefundWorkflow, signalProcessorReported } from '@makewhole/temporal/refund-workflows';
import { safeError } from '@makewhole/runtime/safe-error';
import { OPEN_WORK, type OpenWork, type Engine } from './open-work.ts';
import type { Dependencies } from './dependencies.ts';
import { NOTHING_DONE, added, eachItem, type Outcome } from './each-item.ts';
import { unavailable } from './unavailable.ts';

/** The API is starting younger ones right now. */
const STRANDED_AFTER_MS = 5_000;
const PAGE_ROWS = 200;

/**
 * Starts the workflows of what was recorded and not started: refunds, voids, emails and webhooks. A kind that fails
 * does not keep the others from starting. @returns how many
 */
export const startStranded = (engine: Engine) => (): Promise<number> => {
  const before = new Date(Date.now() - STRANDED_AFTER_MS);
  return ofEachSort('could not be started', (sort) => sort.startStranded(engine, before));
};

/**
 * Restarts workflows that were terminated, canceled or failed before their row ended: each continues from its row,
 * whatever ended it. @returns how many
 */
export const restartEnded = (engine: Engine) => (): Promise<number> =>
  ofEachSort('could not be started again', (sort) => sort.restartEnded(engine));

type Reporting = Engine & Pick<Dependencies, 'processor'>;

/**
 * Fetches what the processor reported while it was unavailable, and signals the refund workflows that could not be
 * signaled. @returns how many reports
 */
export const relayProcessorEvents = (engine: Reporting) => async (): Promise<number> => {
  const { db } = engine;
  const now = new Date();
  let outcome = NOTHING_DONE;
  for (;;) {
    const events = await listUnhandledProcessorEvents(db, { now, limit: PAGE_ROWS });
    const passedOn = await eachItem(events, async (event) => {
      // Counted before the attempt: whatever the result, it is not on the next page and delays no other (B17).
      await postponeProcessorEvent(db, event, now);
      await passOn(engine, event);
    });
    outcome = added(outcome, passedOn);
    if (events.length < PAGE_ROWS) return conclude([said('reports could not be passed on', outcome)]);
  }
};

async function passOn(engine: Reporting, event: UnhandledEvent): Promise<void> {
  const { db, temporal, taskQueue } = engine;
  // Its copy first: the workflow's next step depends on it.
  if (PAYMENT_REPORTS.some((type) => type === event.type)) await lookAtPayment(engine, event);
  const { refundId, processorRefundId } = event;
  if (refundId === null && processorRefundId !== null) {
    await lookAtExternalRefund(engine, event, processorRefundId);
  }
  if (refundId === null) return markProcessorEventHandled(db, event.id, new Date());
  const about = { ...event, refundId };
  const resume = (refund: RefundWorkflowInput) => resumeRefundWorkflow(temporal, taskQueue, refund);
  const signaled = await signalProcessorReported(temporal, about);
  if (signaled === 'signaled') await markProcessorEventHandled(db, event.id, new Date());
  else await closeUnhandledEvent(db, about, new Date(), resume);
}

/** Copies the payment as it is now; for one that does not exist there is nothing to wait for. */
async function lookAtPayment({ db, processor }: Reporting, event: UnhandledEvent): Promise<void> {
  const { firmId, transactionId } = event;
  const connectionId = await connectionOf(db, event);
  const asOf = new Date();
  const read = await askForRecord(processor, { connectionId, transactionId });
  if (read.kind === 'unavailable') throw unavailable(read);
  if (read.kind !== 'not_found') {
    await keepPayment(db, { firmId, connectionId, read, asOf, reconciliationId: null });
  }
}

/** A refund that none of ours accounts for, as it is now (B12); for one that does not exist there is nothing to wait for. */
async function lookAtExternalRefund(
  { db, processor }: Reporting,
  event: UnhandledEvent,
  refundId: string,
): Promise<void> {
  const { firmId, transactionId } = event;
  const connectionId = await connectionOf(db, event);
  const answer = await processor.getRefund({ connectionId, transactionId, refundId });
  if (answer.kind === 'unavailable') throw unavailable(answer);
  if (answer.kind !== 'found') return;
  const { refund } = answer;
  // It may be ours by now.
  if ((await findKnownRefunds(db, { firmId, there: [refund] })).length > 0) return;
  await recordExternalRefund(db, { firmId, connectionId, refund, reconciliationId: null, at: new Date() });
}

async function connectionOf(db: Reporting['db'], event: UnhandledEvent): Promise<ConnectionId> {
  if (event.connectionId !== null) return event.connectionId;
  return ((await findConnectionOf(db, event)) ?? (await findFirstConnection(db, event.firmId))).id;
}

/** Deletes saved answers older than thirty days, and attempts that no longer count. @returns how many */
export const forgetOldAnswers =
  ({ db }: Pick<Dependencies, 'db'>) =>
  async (): Promise<number> => {
    let total = 0;
    for (;;) {
      const page = { now: new Date(), limit: PAGE_ROWS };
      const forgotten = (await forget(db, page)) + (await forgetOldAttempts(db, page));
      total += forgotten;
      if (forgotten < PAGE_ROWS) return total;
    }
  };

async function ofEachSort(failure: string, act: (sort: OpenWork) => Promise<Outcome>): Promise<number> {
  const outcomes = [];
  for (const sort of OPEN_WORK) {
    const outcome = await act(sort).catch((error: unknown) => ({ done: 0, errors: [error] }));
    outcomes.push(said(`${sort.name} ${failure}`, outcome));
  }
  return conclude(outcomes);
}

type Said = Outcome & { readonly failure: string };

/** Logs each failure. */
function said(failure: string, outcome: Outcome): Said {
  for (const error of outcome.errors) log.error(failure, { error: safeError(error) });
  return { ...outcome, failure };
}

/** @returns how many succeeded @throws if any failed, so that the operator sees it */
function conclude(outcomes: readonly Said[]): number {
  const failed = outcomes.filter(({ errors }) => errors.length > 0);
  if (failed.length > 0) {
    const words = failed.map(({ errors, failure }) => `${errors.length} ${failure}`);
    throw ApplicationFailure.nonRetryable(words.join('; '), 'sweep_incomplete');
  }
  return outcomes.reduce((total, { done }) => total + done, 0);
}
