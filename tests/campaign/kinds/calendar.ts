// Refunds asked for at the edges of the bank calendar: before holidays and weekends, before and in the nights in which the
// clocks are changed (R7, B11). The dates are worked out by hand, from the Federal Reserve's own list.
import { randomUUID } from 'node:crypto';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { and, eq } from 'drizzle-orm';
import { findRefund, type RefundView } from '@makewhole/db/refunds/refund-view';
import { markWorkflowStarted, workflowInputOf } from '@makewhole/db/refunds/open-refunds';
import { refundEvents } from '@makewhole/db/schema/refunds';
import type { RefundId } from '@makewhole/domain/ids';
import { REFUND_WORKFLOW, refundWorkflowId } from '@makewhole/domain/contracts/refund';
import { askRefund, type WantedPayment } from '../../support/small-firm.ts';
import { timeOf } from '../../support/time-skipping.ts';
import { runUntilClosed, letTimePass } from '../run-until-closed.ts';
import { patiently } from '../patience.ts';
import type { CampaignWorld } from '../world.ts';
import { drawPayment, type Kind } from './kind.ts';

/** Instants end in the 16:45 or 17:15 of Eastern time, before or after the cut-off, unless they are of a night. */
type Edge = {
  readonly what: string;
  readonly asked: string;
  readonly earliest: string;
  readonly latest: string;
  /** When the promise is over: the end of its last day, Eastern. A card refund is late from then. */
  readonly promiseOver: string;
  /** From when an ACH refund is late: the end of the fifth bank day after day 0 (ADR 30). */
  readonly achLate: string;
};

const EDGES: readonly Edge[] = [
  edge('before Christmas', '2026-12-24T21:45', '2026-12-28', '2026-12-29', '2026-12-30T05', '2027-01-05T05'),
  edge(
    'New Year, too late',
    '2026-12-31T22:15',
    '2027-01-05',
    '2027-01-06',
    '2027-01-07T05',
    '2027-01-12T05',
  ),
  edge('before M. L. King', '2027-01-15T21:45', '2027-01-19', '2027-01-20', '2027-01-21T05', '2027-01-26T05'),
  edge(
    'before summer time',
    '2027-03-12T21:45',
    '2027-03-15',
    '2027-03-16',
    '2027-03-17T04',
    '2027-03-20T04',
  ),
  edge(
    'as the clocks go on',
    '2027-03-14T06:59',
    '2027-03-16',
    '2027-03-17',
    '2027-03-18T04',
    '2027-03-23T04',
  ),
  edge(
    'Juneteenth, Saturday',
    '2027-06-17T20:45',
    '2027-06-18',
    '2027-06-21',
    '2027-06-22T04',
    '2027-06-25T04',
  ),
  edge(
    'July 4th, a Sunday',
    '2027-07-02T20:45',
    '2027-07-06',
    '2027-07-07',
    '2027-07-08T04',
    '2027-07-13T04',
  ),
  edge(
    'before winter time',
    '2027-11-05T21:15',
    '2027-11-09',
    '2027-11-10',
    '2027-11-11T05',
    '2027-11-17T05',
  ),
  edge(
    'an hour that comes twice',
    '2027-11-07T05:30',
    '2027-11-09',
    '2027-11-10',
    '2027-11-11T05',
    '2027-11-17T05',
  ),
  edge(
    'before Thanksgiving',
    '2027-11-24T22:15',
    '2027-11-29',
    '2027-11-30',
    '2027-12-01T05',
    '2027-12-04T05',
  ),
  edge(
    'Christmas, a Saturday',
    '2027-12-23T22:15',
    '2027-12-27',
    '2027-12-28',
    '2027-12-29T05',
    '2028-01-01T05',
  ),
];

/** What runs takes its time, and parts may be away meanwhile. */
const TIMELY_MS = 10 * 60_000;
/** The longest wait between two questions to the processor, and more. */
const ASKED_AGAIN_WITHIN_HOURS = 24;
const HOUR_MS = 3_600_000;

export const CALENDAR: readonly Kind[] = [
  {
    name: 'dst_and_holidays',
    what: 'asked for right before holidays, weekends and the change of the clocks: dates and timers are those of the banks',
    cannotRun: () =>
      edgesToCome().length > 0 ? null : 'every date in its table is past: add the next years',
    async run(world, draw) {
      const [first, ...others] = edgesToCome();
      if (first === undefined) throw new Error('Every date in the table is past');
      const edge = draw.oneOf([first, ...others]);
      const transactionId = await world.pay(withoutTrust(drawPayment(draw)));
      // Nothing but the time tells it to look.
      await patiently(() => world.company.arm({ kind: 'webhook_missing', transactionId, times: 20 }));
      const refund = await askAt(world, transactionId, edge);
      await startThen(world, refund, edge);
      await runUntilClosed(world, refund.id, { until: isProcessing, leaveUnsettled: true, leaveOwed: true });
      await expectPromise(world, refund, edge);
      if (draw.oneOf([true, false])) await expectAsked(world, refund, edge);
      else await expectLate(world, refund, edge);
      await runUntilClosed(world, refund.id);
      return [transactionId];
    },
  },
];

function edge(
  what: string,
  asked: string,
  earliest: string,
  latest: string,
  promiseOver: string,
  achLate: string,
): Edge {
  const instants = { promiseOver: `${promiseOver}:00:00Z`, achLate: `${achLate}:00:00Z` };
  return { what, asked: `${asked}:00Z`, earliest, latest, ...instants };
}

/** A trust step has no day on which it can be taken: the day of the request has not come. */
function withoutTrust({ method, parts }: WantedPayment): WantedPayment {
  const others = parts.filter((part) => part.of !== 'trust');
  return { method, parts: others.length > 0 ? others : [{ of: 'unapplied', amount: 60_00 }] };
}

function edgesToCome(): Edge[] {
  return EDGES.filter(({ asked }) => Date.parse(asked) > Date.now() + HOUR_MS);
}

function isProcessing({ status }: { readonly status: string }): boolean {
  return status === 'processing';
}

/** What POST /v1/refunds does, at another time than now. */
async function askAt(
  { db, firm }: CampaignWorld,
  transactionId: RefundView['transactionId'],
  { asked }: Edge,
): Promise<RefundView> {
  const idempotency = { route: 'POST /v1/refunds', key: randomUUID(), requestHash: 'none' };
  const id = await patiently(async () => {
    const outcome = await askRefund(db, firm, transactionId, { now: new Date(asked), idempotency });
    if (outcome.kind === 'noted') return outcome.refund.id;
    // A try whose answer was lost had noted it.
    if (outcome.kind === 'replayed') return (JSON.parse(outcome.answer.body) as { id: RefundId }).id;
    throw new Error(`A refund at ${asked} was not noted: ${outcome.kind}`);
  });
  return found(db, firm.firmId, id);
}

async function found(
  db: CampaignWorld['db'],
  firmId: RefundView['firmId'],
  refundId: RefundId,
): Promise<RefundView> {
  const refund = await patiently(() => findRefund(db, { firmId, refundId }));
  if (refund === null) throw new Error(`Refund ${refundId} is gone`);
  return refund;
}

/** Its workflow begins at that time: the days until then are skipped. */
async function startThen({ client, db }: CampaignWorld, refund: RefundView, { asked }: Edge): Promise<void> {
  const workflowId = refundWorkflowId(refund);
  const startDelay = Date.parse(asked) - Date.now();
  const runId = await patiently(async () => {
    try {
      const args = [workflowInputOf(refund)];
      const begun = await client.workflow.start(REFUND_WORKFLOW, {
        workflowId,
        taskQueue: 'refunds',
        args,
        startDelay,
      });
      return begun.firstExecutionRunId;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      return (await client.workflow.getHandle(workflowId).describe()).runId;
    }
  });
  await patiently(() => markWorkflowStarted(db, { firmId: refund.firmId, refundId: refund.id }, runId));
  await passTimeTo({ client }, refund, asked);
}

async function passTimeTo(
  { client }: Pick<CampaignWorld, 'client'>,
  refund: RefundView,
  instant: string,
): Promise<void> {
  await patiently(async () => {
    const now = await timeOf(client, refundWorkflowId(refund));
    const ms = Date.parse(instant) - now.getTime();
    if (ms <= 0) return;
    await letTimePass({ client }, refund, ms / HOUR_MS);
    throw new Error(`The time of ${refund.id} does not come to ${instant}`);
  });
}

async function expectPromise({ db, firm }: CampaignWorld, { id }: RefundView, edge: Edge): Promise<void> {
  const { expectedEarliest: earliest, expectedLatest: latest } = await found(db, firm.firmId, id);
  if (earliest === edge.earliest && latest === edge.latest) return;
  throw new Error(
    `${edge.what}: ${edge.asked} promises ${earliest} to ${latest}, not ${edge.earliest} to ${edge.latest}`,
  );
}

/** It has succeeded, and nobody tells: the processor is asked when the promise is over. */
async function expectAsked(world: CampaignWorld, refund: RefundView, edge: Edge): Promise<void> {
  const { transactionId } = refund;
  await patiently(() => world.company.settle(transactionId));
  await passTimeTo(world, refund, edge.promiseOver);
  await runUntilClosed(world, refund.id, {
    until: ({ status }) => status === 'succeeded',
    leaveUnsettled: true,
    leaveOwed: true,
  });
  await expectAt(world, refund, 'refund.succeeded', edge.promiseOver);
}

async function expectLate(world: CampaignWorld, refund: RefundView, edge: Edge): Promise<void> {
  const late = refund.method === 'ach' ? edge.achLate : edge.promiseOver;
  await passTimeTo(world, refund, late);
  await runUntilClosed(world, refund.id, { until: (one) => one.late, leaveUnsettled: true, leaveOwed: true });
  await expectAt(world, refund, 'refund.late', late);
  await patiently(() => world.company.settle(refund.transactionId));
  await letTimePass(world, refund, ASKED_AGAIN_WITHIN_HOURS);
}

/** It happened then, by the refund's own timeline. */
async function expectAt(
  { db }: CampaignWorld,
  { firmId, id }: RefundView,
  type: string,
  instant: string,
): Promise<void> {
  const [event] = await patiently(() =>
    db
      .select({ at: refundEvents.at })
      .from(refundEvents)
      .where(
        and(eq(refundEvents.firmId, firmId), eq(refundEvents.refundId, id), eq(refundEvents.type, type)),
      ),
  );
  const afterMs = (event?.at.getTime() ?? 0) - Date.parse(instant);
  if (afterMs >= 0 && afterMs <= TIMELY_MS) return;
  throw new Error(`${id}: ${type} came at ${event?.at.toISOString()}, not at ${instant}`);
}
