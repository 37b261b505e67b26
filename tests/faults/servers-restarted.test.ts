// Kill -9 of Postgres and of the Temporal server while a refund runs: when they are back it goes on, with nobody doing
// anything; and a refund that was noted while Temporal was away starts by itself.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { balanceOf } from '@makewhole/domain/postings';
import { startOwnServers, type OwnServers } from '../support/own-servers.ts';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';
import { until } from '../support/until.ts';
import { keepWorkerRunning } from '../support/worker-process.ts';

const RECOVERY_MS = 90_000;

let servers: OwnServers;
let world: RefundWorld;
let worker: Awaited<ReturnType<typeof keepWorkerRunning>>;

beforeAll(async () => {
  servers = await startOwnServers();
  world = await createRefundWorld({ workerElsewhere: true, servers });
  worker = await keepWorkerRunning({
    databaseUrl: world.databaseUrl,
    temporalAddress: servers.temporalAddress,
    taskQueue: world.taskQueue,
    sandboxUrl: world.sandbox.url,
    smtpUrl: world.mail.smtpUrl,
  });
});

afterAll(async () => {
  await worker.stop();
  await world.stop();
  await servers.stop();
});

describe('a refund goes on', () => {
  it('after Postgres was killed in its settlement window', async () => {
    const refund = await requestOne();
    await world.start(refund);
    await world.seen(refund, isBooked);
    await servers.restartPostgres();
    await finishesOnce(refund);
  });

  it('after the Temporal server was killed in its settlement window', async () => {
    const refund = await requestOne();
    await world.start(refund);
    await world.seen(refund, isBooked);
    await servers.killTemporal();
    await servers.startTemporal();
    await finishesOnce(refund);
  });

  it('after it was noted while Temporal was away', async () => {
    await servers.killTemporal();
    const refund = await requestOne();
    await servers.startTemporal();
    await finishesOnce(refund);
  });
});

async function requestOne(): Promise<RefundView> {
  return world.request(await world.pay({ parts: [{ of: 'invoice', amount: 100_00 }] }));
}

async function finishesOnce(refund: RefundView): Promise<void> {
  await when(refund, isBooked);
  await world.sandbox.settle(refund.transactionId);
  await patiently(() => world.handleOf(refund).signal('processorReported'));
  await when(refund, ({ status }) => status === 'succeeded');
  const decision = { kind: 'invoice_decision', body: { decision: 'still_due', note: null } } as const;
  const instruction = { ...decision, actor: world.firm.people.admin };
  await patiently(() => world.instruct(refund, 'decideInvoice', instruction, 'invoice_decision'));
  const closed = await when(refund, ({ closedAt }) => closedAt !== null);
  expect(await world.sandbox.refunds(refund.transactionId)).toHaveLength(1);
  expect(balanceOf(closed.postings, 'refunds_clearing')).toBe(0);
  expect(closed.postings).toHaveLength(2);
}

function isBooked({ status, obligations, postings }: RefundView): boolean {
  return status === 'processing' && obligations.length === 1 && postings.length === 2;
}

/** Waits through the servers' absence. */
function when(refund: RefundView, what: (refund: RefundView) => boolean): Promise<RefundView> {
  return until(
    () => patiently(() => world.find(refund.id)),
    what,
    ({ status }) => `refund ${refund.id} is ${status}`,
    RECOVERY_MS,
  );
}

/** What a caller does whose server is away for a moment: asks again. */
async function patiently<Result>(run: () => Promise<Result>): Promise<Result> {
  const outcome = await until(
    () =>
      run().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      ),
    (one) => 'value' in one,
    (last) => ('error' in last ? String(last.error) : 'no answer'),
    RECOVERY_MS,
  );
  if (!('value' in outcome)) throw new Error('unreachable: until waits for a value');
  return outcome.value;
}
