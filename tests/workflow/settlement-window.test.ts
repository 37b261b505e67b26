// The days between the processor's acceptance and the client's money (R7, B11): webhook, polling, lateness.
import { SANDBOX_DAYS } from '../support/sandbox-days.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addBankDays, endOfDay, lateFrom, promiseFor } from '@makewhole/domain/bank-calendar';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import {
  bookRefund,
  isClosed,
  mailAbout,
  mailSeen,
  milestones,
  settle,
  settledByEngine,
} from './refund-walk.ts';

const HOUR_MS = 3_600_000;
const UNAPPLIED = { parts: [{ of: 'unapplied', amount: 125_00 }] } as const;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe.concurrent('in the settlement window', () => {
  it('the refund waits for its two bank days without asking, and a webhook ends the wait at once', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, UNAPPLIED);
    await world.says(refund, {
      waitingFor: 'settlement',
      until: new Date(endOfDay(refund.expectedLatest)).toISOString(),
    });
    await world.passTimeTo(refund, before(endOfDay(refund.expectedLatest)));
    expect(await timesAsked(world, refund)).toEqual([]);
    await settle(world, refund);
    await isClosed(world, refund);
    expect(await timesAsked(world, refund)).toHaveLength(1);
  });

  it.each(['card', 'ach'] as const)(
    'a webhook that never comes is made up for by asking when the promise is over: %s',
    async (method) => {
      const world = await servers.anotherFirm();
      const refund = await bookRefund(world, { ...UNAPPLIED, method });
      await world.sandbox.settle(refund.transactionId);
      const promised = endOfDay(refund.expectedLatest);
      await world.passTimeTo(refund, promised);
      const closed = await isClosed(world, refund);
      expect(closed.status).toBe('succeeded');
      expect(closed.settledAt?.getTime()).toBeGreaterThanOrEqual(Date.parse(promised));
      expect(await milestones(world, refund)).not.toContain('refund.late');
    },
  );

  it('it is asked after growing intervals, of twelve hours at most', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, { ...UNAPPLIED, method: 'ach' });
    const from = Date.parse(endOfDay(refund.expectedLatest));
    await world.passTimeTo(refund, new Date(from + 40 * HOUR_MS));
    const hours = (await timesAsked(world, refund)).map((at) => Math.round((at.getTime() - from) / HOUR_MS));
    expect(hours).toEqual([0, 1, 3, 7, 15, 27, 39]);
  });

  it('webhooks that come twice, or before there is news, settle it once', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, { parts: [{ of: 'invoice', amount: 125_00 }] });
    await Promise.all([world.tell(refund), world.tell(refund)]);
    expect((await world.find(refund.id)).status).toBe('processing');
    await world.sandbox.settle(refund.transactionId);
    await Promise.all([world.tell(refund), world.tell(refund), world.tell(refund)]);
    await world.seen(refund, ({ status }) => status === 'succeeded');
    await world.tell(refund);
    const types = await milestones(world, refund);
    expect(types.filter((type) => type === 'refund.succeeded')).toHaveLength(1);
  });

  it('a webhook that comes before the acceptance is known is not lost', async () => {
    const world = await servers.anotherFirm();
    const transactionId = await world.pay(UNAPPLIED);
    await world.sandbox.arm({ kind: 'slow', transactionId, ms: 1_000 });
    const refund = await world.request(transactionId);
    await world.start(refund);
    await world.seen(refund, ({ status }) => status === 'submitting');
    await world.tell(refund);
    await world.seen(refund, ({ status }) => status === 'processing');
    await world.sandbox.settle(transactionId);
    await world.tell(refund);
    expect(await world.handleOf(refund).result()).toBe('succeeded');
  });
});

describe.concurrent('a refund is late (B11)', () => {
  it.each([
    ['a card', 'card', 2],
    ['an ACH', 'ach', 5],
  ] as const)(
    'from the end of its last bank day on, for %s payment, and somebody is told',
    async (_, method, days) => {
      const world = await servers.anotherFirm();
      const refund = await bookRefund(world, { ...UNAPPLIED, method });
      const { day0 } = promiseFor((refund.acceptedAt ?? refund.requestedAt).toISOString(), SANDBOX_DAYS);
      expect(lateFrom(day0, method, SANDBOX_DAYS)).toBe(endOfDay(addBankDays(day0, days)));
      await world.passTimeTo(refund, before(lateFrom(day0, method, SANDBOX_DAYS)));
      expect(await world.find(refund.id)).toMatchObject({ late: false, obligations: [] });

      await world.passTimeTo(refund, lateFrom(day0, method, SANDBOX_DAYS));
      const late = await world.seen(refund, ({ obligations }) => obligations.length === 1);
      expect(late).toMatchObject({
        status: 'processing',
        late: true,
        obligations: [{ kind: 'attention', subject: 'late', owner: 'admin', status: 'open' }],
      });
      await world.says(refund, { late: true, needsAttention: true });
      const told = await mailSeen(world, refund, 'A refund of $125.00 needs attention', 2);
      expect(told.map(({ to }) => to).sort()).toEqual(['admin@adler.example', 'owner@adler.example']);

      const settled = await settle(world, refund);
      const closed = await isClosed(world, settled);
      expect(closed.late).toBe(false);
      expect(closed.obligations).toMatchObject([{ status: 'done' }]);
      expect(closed.obligations.every(settledByEngine)).toBe(true);
      expect(await world.handleOf(refund).result()).toBe('succeeded');
      expect(mailAbout(world, refund).filter(({ to }) => to === 'owner@adler.example')).toHaveLength(1);
      expect(await milestones(world, refund)).toContain('refund.late');
    },
  );
});

/** When the workflow asked the processor how the refund came out. */
async function timesAsked(world: FirmWorld, refund: RefundView): Promise<Date[]> {
  const { events } = await world.handleOf(refund).fetchHistory();
  return (events ?? [])
    .filter(
      ({ activityTaskScheduledEventAttributes: scheduled }) =>
        scheduled?.activityType?.name === 'followSettlement',
    )
    .map(({ eventTime }) => new Date(Number(eventTime?.seconds) * 1000));
}

function before(instant: string): Date {
  return new Date(Date.parse(instant) - 60_000);
}
