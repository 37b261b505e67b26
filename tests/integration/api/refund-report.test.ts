import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refunds } from '@makewhole/db/schema/refunds';
import { askRefund } from '../../support/small-firm.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';

type Report = Schemas['RefundReport'];
const NONE = { count: 0, amount: 0 };

let world: ApiWorld;

/** A refund of $1,250.00 as it stands; it goes through its statuses at one stroke. */
async function giveRefund(
  reason: string,
  requestedAt: string,
  end: 'settled' | 'canceled' | 'none',
  hours = 0,
) {
  const at = new Date(requestedAt);
  const asked = await askRefund(world.db, world.firm, await world.pay(), { reason });
  if (asked.kind !== 'noted') throw new Error(`The refund was not noted: ${asked.kind}`);
  const { id } = asked.refund;
  const set = (values: Partial<typeof refunds.$inferInsert>) =>
    world.db.update(refunds).set(values).where(eq(refunds.id, id));
  await set({ requestedAt: at });
  if (end === 'canceled') await set({ status: 'canceled' });
  if (end !== 'settled') return;
  for (const status of ['submitting', 'processing'] as const) await set({ status });
  await set({ status: 'succeeded', settledAt: new Date(at.getTime() + hours * 3_600_000) });
}

beforeAll(async () => {
  world = await createApiWorld();
  // Sunday night in New York, which is Monday in UTC: of the week before.
  await giveRefund('Paid twice by mistake.', '2026-11-16T04:30:00Z', 'settled', 24);
  await giveRefund('  paid   twice by MISTAKE', '2026-11-16T05:30:00Z', 'settled', 40);
  await giveRefund('Paid twice by mistake.', '2026-11-18T15:00:00Z', 'settled', 60);
  await giveRefund('Wrong account', '2026-11-23T15:00:00Z', 'canceled');
  await giveRefund('Wrong account', '2026-11-24T04:59:00Z', 'none');
  await giveRefund('The day after', '2026-11-24T05:00:00Z', 'none');
});
afterAll(() => world.stop());

const report = (query: string, key = world.key) =>
  call<Report & Schemas['Problem']>(world.url, `GET /v1/reports/refunds?${query}`, { key });

it('counts by the weeks of the firm, what became of the refunds, how long they took, and why they were asked for', async () => {
  const { status, body } = await report('from=2026-11-10&to=2026-11-23');
  expect(status).toBe(200);
  expect(body.timeZone).toBe('America/New_York');
  expect(body.weeks.map(({ week }) => week)).toEqual(['2026-11-09', '2026-11-16', '2026-11-23']);
  expect(body.weeks.map(({ outcomes }) => outcomes.succeeded)).toEqual([
    { count: 1, amount: 1_250_00 },
    { count: 2, amount: 2_500_00 },
    NONE,
  ]);
  expect(body.weeks[2]?.outcomes).toEqual({
    succeeded: NONE,
    in_flight: { count: 1, amount: 1_250_00 },
    failed: NONE,
    ended_before_money: { count: 1, amount: 1_250_00 },
  });
  expect(body.settling).toEqual([{ method: 'card', count: 3, medianHours: 40 }]);
  expect(body.reasons).toEqual([
    { reason: 'Paid twice by mistake.', count: 3, amount: 3_750_00, paidBack: 3_750_00 },
    { reason: 'Wrong account', count: 2, amount: 2_500_00, paidBack: 0 },
  ]);
});

it('holds nothing of another firm', async () => {
  const { body } = await report('from=2026-11-16&to=2026-11-16', world.otherKey);
  expect(body.weeks).toEqual([
    {
      week: '2026-11-16',
      outcomes: { succeeded: NONE, in_flight: NONE, failed: NONE, ended_before_money: NONE },
    },
  ]);
  expect([body.settling, body.reasons]).toEqual([[], []]);
});

it('is for whoever may read reports', async () => {
  const reader = await giveKey(world.db, world.firm, ['read']);
  expect((await report('from=2026-11-16&to=2026-11-16', reader)).status).toBe(200);
  const payer = await giveKey(world.db, world.firm, ['refund']);
  expect((await report('from=2026-11-16&to=2026-11-16', payer)).status).toBe(403);
});

it.each([
  '',
  'from=2026-11-16',
  'from=2026-11-16&to=2026-11-15',
  'from=2025-01-01&to=2026-11-15',
  'from=a&to=b',
])('refuses the days "%s"', async (query) => {
  const { status, body } = await report(query);
  expect([status, body.code]).toEqual([400, 'invalid_request']);
});
