// A connection's past is taken over page by page (ADR 55): whatever is killed, the tables end as without it.
import { MockActivityEnvironment } from '@temporalio/testing';
import { and, asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Db } from '@makewhole/db/connect';
import { ledgerEntries } from '@makewhole/db/schema/ledger';
import { obligations } from '@makewhole/db/schema/obligations';
import { payments } from '@makewhole/db/schema/payments';
import { processorConnections } from '@makewhole/db/schema/connections';
import { beginSync, findSync } from '@makewhole/db/sync/sync-place';
import { syncWorkflowId, type SyncStep } from '@makewhole/domain/contracts/processor-sync';
import { startSyncWorkflow } from '@makewhole/temporal/start-workflows';
import type { WorkerDependencies } from '@makewhole/worker/activities/dependencies';
import { syncPage } from '@makewhole/worker/activities/sync-page';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { differencesOf } from '../integration/reconciliation/run-reconciliation.ts';

const DAY_MS = 86_400_000;
const PAYMENTS = Number(process.env['SYNC_PAYMENTS'] ?? 260);
const DAYS = 20;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

it('ends with the same tables if each page is killed before its end as if none is, each page counted once', async () => {
  const [calm, killed] = [await servers.anotherFirm(), await servers.anotherFirm()];
  for (const world of [calm, killed]) {
    await givePast(world, PAYMENTS);
    await begin(world);
  }
  expect((await runPages(calm, false)).kills).toBe(0);
  expect((await runPages(killed, true)).kills).toBeGreaterThan(PAYMENTS / 100);
  const found = await tablesOf(calm);
  expect(found.payments).toHaveLength(PAYMENTS);
  expect(await tablesOf(killed)).toEqual(found);
}, 600_000);

it('marks what was refunded elsewhere before, blocks its payment, and asks nobody to explain it', async () => {
  const world = await servers.anotherFirm();
  await givePast(world, 3);
  await world.sandbox.post('/control/refund', { transactionId: idOf(world, 1) });
  await begin(world);
  await startSyncWorkflow(world.client, world.taskQueue, keyOf(world));
  const { connectionId } = world.firm;
  expect(await world.client.workflow.getHandle(syncWorkflowId(connectionId)).result()).toBe('done');
  const row = await findSync(world.db, keyOf(world));
  expect(row).toMatchObject({ state: 'done', counts: { added: 3, refund_marked: 1 } });
  expect(await differencesOf(world)).toMatchObject([{ kind: 'refunded_elsewhere', status: 'settled' }]);
  const open = await world.db.select().from(obligations).where(eq(obligations.firmId, world.firm.firmId));
  expect(open).toEqual([]);
  const { firmId } = world.firm;
  const blocked = and(eq(payments.firmId, firmId), eq(payments.refundedElsewhere, true));
  expect(await world.db.select().from(payments).where(blocked)).toMatchObject([
    { transactionId: idOf(world, 1) },
  ]);
});

it('leaves a payment alone whose refund runs, and counts it', async () => {
  const world = await servers.anotherFirm();
  const transactionId = await world.pay({ parts: [{ of: 'unapplied', amount: 50_00 }] });
  await world.request(transactionId);
  const before = await world.db.select().from(payments).where(eq(payments.transactionId, transactionId));
  await begin(world, 40);
  await runPages(world, false);
  const row = await findSync(world.db, keyOf(world));
  expect(row?.counts).toEqual({ left_alone: 1 });
  expect(row?.samples).toEqual({ left_alone: [transactionId] });
  expect(await world.db.select().from(payments).where(eq(payments.transactionId, transactionId))).toEqual(
    before,
  );
});

it('stops where the connection is disabled', async () => {
  const world = await servers.anotherFirm();
  await begin(world);
  const disabled = { status: 'disabled' as const };
  const { connectionId } = world.firm;
  await world.db.update(processorConnections).set(disabled).where(eq(processorConnections.id, connectionId));
  expect(await page(world, false)).toEqual({ kind: 'stopped' });
  expect(await findSync(world.db, keyOf(world))).toMatchObject({ state: 'stopped', pages: 0 });
});

function keyOf({ firm: { firmId, connectionId } }: FirmWorld) {
  return { firmId, connectionId };
}

function begin(world: FirmWorld, days = DAYS + 1) {
  const at = new Date();
  return beginSync(world.db, keyOf(world), { since: new Date(at.getTime() - days * DAY_MS), at });
}

function idOf({ firm }: FirmWorld, nth: number): string {
  return `txn_${firm.connectionId}_${String(nth).padStart(5, '0')}`;
}

/** So many payments over the last days, at the processor alone; every third to trust. */
async function givePast(world: FirmWorld, count: number): Promise<void> {
  const now = Date.now();
  const records = Array.from({ length: count }, (_, nth) => {
    const createdAt = new Date(now - DAY_MS - ((nth * 7_919) % ((DAYS - 1) * 1_440)) * 60_000).toISOString();
    const amount = 10_00 + nth;
    const account = nth % 3 === 0 ? 'trust' : 'operating';
    return {
      ...{
        id: idOf(world, nth),
        account: world.firm.processorAccount,
        type: 'sale',
        amount,
        currency: 'USD',
      },
      ...{ method: 'card', last4: '4242', payer: { name: 'Dana Whitfield', email: null } },
      ...{ matterNumber: '2026-014', createdAt, capturedAt: createdAt, settledAt: createdAt },
      items: [{ description: 'Fees', invoiceNumber: null, account, amount }],
      disputed: false,
    };
  });
  for (let from = 0; from < count; from += 100) {
    await world.sandbox.post('/control/payments', { payments: records.slice(from, from + 100) });
  }
}

/** Takes pages until the end. @param isKilled each page is applied once in vain, right before its end */
async function runPages(world: FirmWorld, isKilled: boolean): Promise<{ readonly kills: number }> {
  for (let kills = 0; ;) {
    if (isKilled) {
      await expect(page(world, true)).rejects.toThrow('killed');
      kills += 1;
    }
    const { kind } = await page(world, false);
    const row = await findSync(world.db, keyOf(world));
    if (kind === 'page' && row?.state !== 'done') continue;
    return { kills };
  }
}

function page(
  { db, client, taskQueue, processor, ...world }: FirmWorld,
  isKilled: boolean,
): Promise<SyncStep> {
  const dying: Db = Object.assign(Object.create(db) as Db, {
    transaction: (act: (tx: Db) => Promise<unknown>) =>
      db.transaction(async (tx) => {
        await act(tx);
        throw new Error('killed');
      }),
  });
  const dependencies = { db: isKilled ? dying : db, temporal: client, taskQueue, processor };
  // It sends no mail.
  const used = dependencies as unknown as WorkerDependencies;
  const { firmId, connectionId } = world.firm;
  return new MockActivityEnvironment().run(syncPage(used), { firmId, connectionId });
}

/** What the sync wrote, without what is a firm's own. */
async function tablesOf(world: FirmWorld) {
  const { db, firm } = world;
  const rows = await db
    .select()
    .from(payments)
    .where(eq(payments.firmId, firm.firmId))
    .orderBy(asc(payments.transactionId));
  const books = await db
    .select({
      account: ledgerEntries.account,
      total: sql<string>`sum(${ledgerEntries.amount})`,
      n: sql<string>`count(*)`,
    })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.firmId, firm.firmId))
    .groupBy(ledgerEntries.account)
    .orderBy(asc(ledgerEntries.account));
  const row = await findSync(db, keyOf(world));
  return {
    payments: rows.map(({ transactionId, amount, status, unassigned, refundedElsewhere, matterId }) => ({
      ...{ id: transactionId.slice(-5), amount, status, unassigned, refundedElsewhere },
      isLinked: matterId !== null,
    })),
    books,
    counts: row?.counts,
    pages: row?.pages,
    state: row?.state,
  };
}
