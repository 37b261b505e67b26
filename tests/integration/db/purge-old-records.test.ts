// What is deleted after its time (AU1), and what a legal hold keeps.
import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect, type Connection } from '@makewhole/db/connect';
import { purgeOldRecords } from '@makewhole/db/retention/purge-old-records';
import { verification } from '@makewhole/db/schema/auth';
import { firms } from '@makewhole/db/schema/firms';
import { matters } from '@makewhole/db/schema/matters';
import { processorEvents } from '@makewhole/db/schema/processor-events';
import { webhookDeliveries } from '@makewhole/db/schema/webhooks';
import { createTestDatabase, type TestDatabase } from '@makewhole/db/test-database';
import { addEndpoint } from '@makewhole/db/webhooks/endpoints';
import { PURGES } from '@makewhole/domain/retention';
import {
  askRefund,
  byOwner,
  createSmallFirm,
  givePayment,
  type SmallFirm,
} from '../../support/small-firm.ts';

let database: TestDatabase;
let connection: Connection;
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'));
  // As the worker connects: what it may not delete fails here.
  connection = connect(database.appUrl);
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

const NOW = new Date();
const justIn = new Date(NOW.getTime() - PURGES.webhook_deliveries.keptMs);
const justOut = new Date(justIn.getTime() - 1);

/** A firm with a delivery about a refund and a report of the processor about its payment, both just too old. */
async function oldFirm() {
  const { db } = connection;
  const firm = await createSmallFirm(db);
  const wanted = { url: 'https://example.com/hook', description: 'Books', eventTypes: null };
  if ((await addEndpoint(db, byOwner(firm), wanted)) === null) throw new Error('No endpoint');
  const transactionId = await givePayment(db, null, firm, { parts: [{ of: 'trust', amount: 100_00 }] });
  expect((await askRefund(db, firm, transactionId)).kind).toBe('noted');
  await db
    .update(webhookDeliveries)
    .set({ status: 'delivered', createdAt: justOut })
    .where(eq(webhookDeliveries.firmId, firm.firmId));
  const report = async (type: string, over: Partial<typeof processorEvents.$inferInsert> = {}) => {
    const old = { receivedAt: justOut, handledAt: justOut, ...over };
    const id = `evt_${randomUUID()}`;
    await db
      .insert(processorEvents)
      .values({ id, firmId: firm.firmId, type, transactionId, payload: {}, ...old });
  };
  await report('refund.succeeded');
  return { firm, report };
}

const purge = () => purgeOldRecords(connection.db, { now: NOW, limit: 100 });
const left = async ({ firmId }: SmallFirm) => {
  const { db } = connection;
  const deliveries = await db.$count(webhookDeliveries, eq(webhookDeliveries.firmId, firmId));
  const events = await db
    .select({ type: processorEvents.type })
    .from(processorEvents)
    .where(eq(processorEvents.firmId, firmId));
  return { deliveries, events: events.map(({ type }) => type).toSorted() };
};

describe('what was sent and received', () => {
  it('is deleted after thirteen months, to the millisecond, and what is younger or open stays', async () => {
    const { firm, report } = await oldFirm();
    await report('payment.settled', { receivedAt: justIn });
    await report('payment.settled', { handledAt: null });
    expect((await left(firm)).deliveries).toBeGreaterThan(0);
    expect(await purge()).toBeGreaterThan(1);
    expect(await left(firm)).toEqual({ deliveries: 0, events: ['payment.settled', 'payment.settled'] });
    expect(await purge()).toBe(0);
  });

  it('is kept while it is attempted, and thirteen months from the last attempt', async () => {
    const { firm } = await oldFirm();
    const { db } = connection;
    const ofFirm = eq(webhookDeliveries.firmId, firm.firmId);
    const { deliveries } = await left(firm);
    await db.update(webhookDeliveries).set({ status: 'pending' }).where(ofFirm);
    await purge();
    expect((await left(firm)).deliveries).toBe(deliveries);
    await db.update(webhookDeliveries).set({ status: 'failed', lastAttemptAt: justIn }).where(ofFirm);
    await purge();
    expect((await left(firm)).deliveries).toBe(deliveries);
  });

  it('is kept for ever where it was about a dispute', async () => {
    const { firm, report } = await oldFirm();
    await report('payment.disputed');
    await purge();
    expect((await left(firm)).events).toEqual(['payment.disputed']);
  });

  it('is kept where a company that only notifies said it last of a payment or a refund, and goes once it is out of date', async () => {
    const { firm, report } = await oldFirm();
    const fact = (type: string, at: string, refundId?: string) =>
      report(type, {
        ...{ isFact: true, connectionId: firm.connectionId },
        payload: { occurredAt: at, ...(refundId !== undefined && { refund: { id: refundId } }) },
      });
    await fact('payment.updated', '2026-01-01T00:00:00.000Z');
    await fact('payment.returned', '2026-01-03T00:00:00.000Z');
    await fact('refund.created', '2026-01-02T00:00:00.000Z', 're_1');
    await fact('refund.failed', '2026-01-04T00:00:00.000Z', 're_1');
    await fact('refund.created', '2026-01-02T00:00:00.000Z', 're_2');
    for (const night of [1, 2]) {
      await purge();
      expect((await left(firm)).events, `night ${night}`).toEqual([
        'payment.returned',
        'refund.created',
        'refund.failed',
      ]);
    }
  });

  it.each(['firm', 'matter'] as const)('is kept while its %s is under a legal hold', async (held) => {
    const { firm } = await oldFirm();
    const { db } = connection;
    const before = await left(firm);
    const hold = (since: Date | null) =>
      held === 'firm'
        ? db.update(firms).set({ legalHoldSince: since }).where(eq(firms.id, firm.firmId))
        : db
            .update(matters)
            .set({ legalHoldSince: since })
            .where(and(eq(matters.firmId, firm.firmId), eq(matters.id, firm.matterId)));
    await hold(NOW);
    await purge();
    expect(await left(firm)).toEqual(before);
    await hold(null);
    await purge();
    expect(await left(firm)).toEqual({ deliveries: 0, events: [] });
  });
});

it('hashes of links are deleted thirteen months after they expired', async () => {
  const link = (id: string, expiresAt: Date) => ({ id, identifier: id, value: 'nobody', expiresAt });
  const { db } = connection;
  await db.insert(verification).values([link('old', justOut), link('young', justIn)]);
  await purge();
  const kept = await db
    .select({ id: verification.id })
    .from(verification)
    .where(eq(verification.value, 'nobody'));
  expect(kept).toEqual([{ id: 'young' }]);
});
