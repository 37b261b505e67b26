// A connection's past is taken over page by page (ADR 55): whatever is killed, the tables end as without it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { markSyncStarted } from '@makewhole/db/sync/open-syncs';
import { pauseSync, resumeSync } from '@makewhole/db/sync/ask-for-sync';
import { payments } from '@makewhole/db/schema/payments';
import { SYNC_NUDGE, syncWorkflowId } from '@makewhole/domain/contracts/processor-sync';
import { restartEnded, startStranded } from '@makewhole/worker/activities/sweep';
import { startSyncWorkflow } from '@makewhole/temporal/start-workflows';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { byOwner } from '../support/small-firm.ts';
import {
  begin,
  givePast,
  keyOf,
  pastIdOf,
  rowOf,
  tablesOf,
  takePage,
  type Kill,
} from '../support/sync-world.ts';
import { until } from '../support/until.ts';

const PAYMENTS = Number(process.env['SYNC_PAYMENTS'] ?? 100);

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

it('ends with the same tables if each page is killed before or after its end as if none is', async () => {
  const [calm, killed] = [await servers.anotherFirm(), await servers.anotherFirm()];
  for (const world of [calm, killed]) {
    await givePast(world, PAYMENTS);
    await begin(world);
  }
  expect(await takeAll(calm, false)).toBe(0);
  const kills = await takeAll(killed, true);
  expect(kills).toBeGreaterThan(PAYMENTS / 25);
  const found = await tablesOf(calm);
  expect(found.payments).toHaveLength(PAYMENTS);
  expect(found.row.counts).toMatchObject({ added: PAYMENTS });
  expect(await tablesOf(killed)).toEqual(found);
  console.log(`${PAYMENTS} payments, ${found.row.pages} pages, ${kills} kills`);
}, 3_600_000);

it('is started by the sweep, follows changes, and looks at once after a webhook', async () => {
  const world = await servers.anotherFirm();
  await givePast(world, 3);
  await begin(world);
  await until(
    () => startStranded(engineOf(world))().then(() => rowOf(world)),
    ({ state }) => state === 'following',
    ({ state }) => `it is ${state}`,
  );
  const { client, firm, sandbox } = world;
  await sandbox.post('/control/payments', { payments: [{ ...newPayment(world), id: pastIdOf(world, 3) }] });
  await client.workflow.getHandle(syncWorkflowId(firm)).signal(SYNC_NUDGE);
  const found = await until(
    () => rowOf(world),
    ({ followed }) => (followed.added ?? 0) > 0,
    ({ followed }) => JSON.stringify(followed),
  );
  expect(found.followed.added).toBe(1);
  await client.workflow.getHandle(syncWorkflowId(firm)).terminate();
});

it('runs again from its row after it was terminated', async () => {
  const world = await servers.anotherFirm();
  await givePast(world, 3);
  await begin(world);
  const runId = await startSyncWorkflow(world.client, world.taskQueue, keyOf(world));
  await markSyncStarted(world.db, keyOf(world), runId);
  const handle = world.client.workflow.getHandle(syncWorkflowId(world.firm));
  await handle.terminate();
  await until(
    () => restartEnded(engineOf(world))().then(() => rowOf(world)),
    ({ state }) => state === 'following',
    ({ state }) => `it is ${state}`,
  );
  expect((await rowOf(world)).counts).toMatchObject({ added: 3 });
  await world.client.workflow.getHandle(syncWorkflowId(world.firm)).terminate();
});

it('ends while it is paused, and goes on from where it is', async () => {
  const world = await servers.anotherFirm();
  await givePast(world, 3);
  await begin(world);
  await pauseSync(world.db, byOwner(world.firm), world.firm.connectionId);
  await startSyncWorkflow(world.client, world.taskQueue, keyOf(world));
  const handle = world.client.workflow.getHandle(syncWorkflowId(world.firm));
  expect(await handle.result()).toBe('ended');
  await startStranded(engineOf(world))();
  expect(await rowOf(world)).toMatchObject({ pages: 0, workflowRunId: null });
  await resumeSync(world.db, byOwner(world.firm), world.firm.connectionId);
  await startSyncWorkflow(world.client, world.taskQueue, keyOf(world));
  await until(
    () => rowOf(world),
    ({ state }) => state === 'following',
    ({ state }) => `it is ${state}`,
  );
  const { firmId } = world.firm;
  const taken = await world.db
    .select()
    .from(payments)
    .where(and(eq(payments.firmId, firmId)));
  expect(taken).toHaveLength(3);
  await world.client.workflow.getHandle(syncWorkflowId(world.firm)).terminate();
});

/** Each page is applied once in vain, and then once without anybody hearing of it. */
const KILLS: readonly Kill[] = ['before', 'after'];

/** Takes pages until it follows. @returns how many were killed */
async function takeAll(world: FirmWorld, areKilled: boolean): Promise<number> {
  for (let kills = 0; ;) {
    for (const kill of areKilled ? KILLS : []) {
      await expect(takePage(world, { kill })).rejects.toThrow('killed');
      kills += 1;
    }
    if (!areKilled) await takePage(world);
    if ((await rowOf(world)).state === 'following') return kills;
  }
}

function engineOf({ db, client, taskQueue }: FirmWorld) {
  return { db, temporal: client, taskQueue };
}

function newPayment({ firm }: FirmWorld) {
  const at = new Date().toISOString();
  return {
    ...{ account: firm.processorAccount, type: 'sale', amount: 90_00, currency: 'USD', method: 'card' },
    ...{ last4: '4242', payer: { name: 'Dana Whitfield', email: null }, matterNumber: null, disputed: false },
    ...{ createdAt: at, capturedAt: at, settledAt: at },
    items: [{ description: 'Fees', invoiceNumber: null, account: 'operating', amount: 90_00 }],
  };
}
