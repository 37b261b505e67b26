import { beforeAll, expect, test } from 'vitest';
import { recordProcessorEvent } from '@makewhole/db/processor-events/record-processor-event';
import {
  listUnhandledProcessorEvents,
  markProcessorEventHandled,
} from '@makewhole/db/processor-events/unhandled-processor-events';
import { DEMO_FIRM } from '@makewhole/db/seed/demo-people';
import { seedDemoFirm } from '@makewhole/db/seed/seed-demo-firm';
import { asId, type RefundId, type TransactionId } from '@makewhole/domain/ids';
import { openTestDatabase } from '../../support/database.ts';

const { db, sql } = await openTestDatabase();

beforeAll(async () => {
  await seedDemoFirm(db, { now: new Date() });
});

const record = (id: string, receivedAt: string, refundId: string | null = 'rf_1') =>
  recordProcessorEvent(db, {
    id,
    firmId: DEMO_FIRM.id,
    type: 'refund.succeeded',
    transactionId: asId<TransactionId>('txn_1'),
    refundId: refundId === null ? null : asId<RefundId>(refundId),
    payload: { id, amount: 100 },
    receivedAt: new Date(receivedAt),
  });

test('an event is kept once, however often it is delivered, also at once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => record('evt_twice', '2026-11-23T10:00:00Z')),
  );
  expect(answers.toSorted()).toEqual([...Array.from({ length: 5 }, () => 'duplicate'), 'new']);
  expect(await record('evt_twice', '2026-11-24T10:00:00Z')).toBe('duplicate');
  const [row] =
    await sql`SELECT payload, received_at = '2026-11-23T10:00:00Z' AS first FROM processor_events WHERE id = 'evt_twice'`;
  expect(row).toEqual({ payload: { id: 'evt_twice', amount: 100 }, first: true });
});

test('events of refunds of ours wait, the oldest first, until they are handled', async () => {
  await record('evt_later', '2026-11-23T12:00:00Z');
  await record('evt_earlier', '2026-11-23T11:00:00Z');
  await record('evt_not_ours', '2026-11-23T09:00:00Z', null);
  const waiting = async (limit = 10) =>
    (await listUnhandledProcessorEvents(db, { now: new Date(), limit })).map(({ id }) => id);
  expect(await waiting()).toEqual(['evt_twice', 'evt_earlier', 'evt_later']);
  expect(await waiting(1)).toEqual(['evt_twice']);
  await markProcessorEventHandled(db, 'evt_twice', new Date());
  expect(await waiting()).toEqual(['evt_earlier', 'evt_later']);
});
