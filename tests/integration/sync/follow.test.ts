// How a sync follows what changes, and what it does when it cannot (ADR 55).
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { obligations } from '@makewhole/db/schema/obligations';
import { payments } from '@makewhole/db/schema/payments';
import type { ChangesRequest } from '@makewhole/processor/lists';
import type { Unavailable } from '@makewhole/processor/no-answer';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../../support/refund-world.ts';
import { begin, changeRow, givePast, rowOf, takePage, takePast } from '../../support/sync-world.ts';
import { until } from '../../support/until.ts';
import { bookRefund } from '../../workflow/refund-walk.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

it('has the place in the list of changes before it reads the past', async () => {
  const world = await servers.anotherFirm();
  await givePast(world, 2);
  await begin(world);
  await takePage(world);
  expect(await rowOf(world)).toMatchObject({ stream: 'payments', counts: {}, followed: {} });
  expect((await rowOf(world)).changeCursor).not.toBeNull();
});

it('tells the workflow of a refund of ours that the company has another word on it', async () => {
  const world = await servers.anotherFirm();
  await begin(world, { days: 40 });
  const refund = await bookRefund(world, { parts: [{ of: 'unapplied', amount: 60_00 }] });
  await takePast(world);
  await world.sandbox.settle(refund.transactionId);
  await takePage(world);
  await world.seen(refund, ({ status }) => status === 'succeeded');
});

it('looks back over the last look every ten minutes', async () => {
  const world = await servers.anotherFirm();
  await givePast(world, 1);
  await begin(world);
  await takePast(world);
  const lookedBackAt = new Date(Date.now() - 11 * MINUTE_MS);
  await changeRow(world, { lookedBackAt, watchedAt: new Date() });
  expect(await takePage(world)).toMatchObject({ kind: 'wait', untilNudged: true });
  const asked: ChangesRequest[] = [];
  await takePage(world, { processor: { listChanges: asking(world, asked) } });
  const since = new Date(lookedBackAt.getTime() - 10 * MINUTE_MS).toISOString();
  expect(asked).toMatchObject([{ cursor: null, since }]);
});

it('reads again what was created while the company forgot what changed', async () => {
  const world = await servers.anotherFirm();
  await begin(world, { days: 2 });
  await takePast(world);
  await changeRow(world, { lookedBackAt: new Date(Date.now() - 15 * DAY_MS) });
  await givePast(world, 20);
  const listChanges: FirmWorld['processor']['listChanges'] = () =>
    Promise.resolve({ kind: 'gap', message: 'forgotten' });
  await takePage(world, { processor: { listChanges } });
  expect(await rowOf(world)).toMatchObject({ state: 'backfilling', stream: 'payments' });
  const row = await takePast(world);
  expect(row.state).toBe('following');
  expect(row.gapFrom?.getTime()).toBeLessThan(Date.now() - 14 * DAY_MS);
  expect(row.counts.added).toBeGreaterThan(10);
});

it('looks once a day at the payments that have not settled', async () => {
  const world = await servers.anotherFirm();
  await givePast(world, 1);
  await begin(world);
  await takePast(world);
  const { db, firm } = world;
  const ofFirm = eq(payments.firmId, firm.firmId);
  await db
    .update(payments)
    .set({ settledAt: null, status: 'captured', asOf: new Date(0) })
    .where(ofFirm);
  await changeRow(world, { watchedAt: null });
  for (let step = await takePage(world); step.kind === 'page'; step = await takePage(world));
  expect(await db.select().from(payments).where(ofFirm)).toMatchObject([{ status: 'settled' }]);
  expect((await rowOf(world)).watchedAt).not.toBeNull();
});

it('waits as long as the company asks, and longer each time that it is asked in vain', async () => {
  const world = await servers.anotherFirm();
  await begin(world);
  await takePage(world);
  const busy: Unavailable = { kind: 'unavailable', afterMs: 7_000, message: 'answered 429' };
  const processor = { listCreatedPayments: () => Promise.resolve(busy) };
  const first = await takePage(world, { processor });
  expect(first.kind === 'wait' && first.ms >= 7_000 && first.ms <= 8_750).toBe(true);
  for (let tries = 0; tries < 4; tries += 1) await takePage(world, { processor });
  const sixth = await takePage(world, { processor });
  expect(sixth.kind === 'wait' && sixth.ms >= 32_000).toBe(true);
  expect(await rowOf(world)).toMatchObject({ waitingFor: 'rate_limited', tries: 6, pages: 1 });
});

it('tells the operator and the owners after an hour without a page, and the task is done by the next page', async () => {
  const world = await servers.anotherFirm();
  await begin(world);
  await takePage(world);
  const away: Unavailable = { kind: 'unavailable', message: 'no connection' };
  const processor = { listCreatedPayments: () => Promise.resolve(away) };
  await takePage(world, { processor });
  expect(await tasksOf(world)).toEqual([]);
  await changeRow(world, { waitingSince: new Date(Date.now() - 61 * MINUTE_MS) });
  await takePage(world, { processor });
  await takePage(world, { processor });
  expect(await tasksOf(world)).toMatchObject([{ kind: 'sync_stuck', owner: 'owner', status: 'open' }]);
  await until(
    () => Promise.resolve(world.mail.messages()),
    (mails) => mails.some(({ text }) => text.includes('has read nothing for an hour')),
    (mails) => `${mails.length} emails`,
  );
  await takePage(world);
  expect(await tasksOf(world)).toMatchObject([{ kind: 'sync_stuck', status: 'done' }]);
});

it('says that the credentials are refused, and leaves the owners to the task that they have of it', async () => {
  const world = await servers.anotherFirm();
  await givePast(world, 1);
  await begin(world);
  await takePage(world);
  const refused: Unavailable = { kind: 'unavailable', cause: 'connection_broken', message: '401' };
  const processor = { listCreatedPayments: () => Promise.resolve(refused) };
  await takePage(world, { processor });
  await changeRow(world, { waitingSince: new Date(Date.now() - 61 * MINUTE_MS) });
  expect(await takePage(world, { processor })).toMatchObject({ kind: 'wait' });
  expect(await rowOf(world)).toMatchObject({ waitingFor: 'credentials_refused' });
  expect(await tasksOf(world)).toEqual([]);
});

function asking(world: FirmWorld, asked: ChangesRequest[]): FirmWorld['processor']['listChanges'] {
  return (request) => {
    asked.push(request);
    return world.processor.listChanges(request);
  };
}

function tasksOf({ db, firm }: FirmWorld) {
  return db.select().from(obligations).where(eq(obligations.firmId, firm.firmId));
}
