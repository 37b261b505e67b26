// Every loop of a refund has a floor and a ceiling (B17): whatever the payment company answers, it is called no faster than
// its backoff, and what waits adds next to nothing to the history.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { bookRefund, decide, isClosed, settle } from './refund-walk.ts';

const INVOICE = { parts: [{ of: 'invoice', amount: 125_00 }] } as const;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe('a refund that was closed while the processor could not be asked about a report', () => {
  it('waits for its next question, and then hears what was reported', async () => {
    const world = await servers.anotherFirm();
    const refund = await bookRefund(world, INVOICE);
    const { transactionId } = refund;
    await settle(world, refund);
    await world.sandbox.arm({ kind: 'lookup_unavailable', transactionId, times: 10_000 });
    await world.tell(refund);
    await world.passHours(refund, 0.1);
    await decide(world, refund, 'still_due');
    await isClosed(world, refund);
    await world.passHours(refund, 0.5);
    expect(await timesRun(world, refund, 'closeRefund')).toBe(1);

    await world.sandbox.returnRefund(transactionId);
    await world.sandbox.disarm();
    await world.passHours(refund, 0.6);
    const failed = await world.seen(refund, ({ status }) => status === 'failed');
    expect(failed.postings.map(({ step }) => step)).toContain('undo_operating_debit');
    expect(await world.handleOf(refund).result()).toBe('failed');
  });
});

describe.concurrent('a processor that asks to be called again in hours', () => {
  it('is called again then, and not before, whoever reports something', async () => {
    const world = await servers.anotherFirm();
    const refund = await turnedAway(world, { times: 1, ms: 7_200_000 });
    await world.passHours(refund, 1.9);
    await world.tell(refund);
    await world.passHours(refund, 0.05);
    expect(await world.find(refund.id)).toMatchObject({ status: 'submitting', lastSentAt: null });
    const { historyLength } = await world.handleOf(refund).describe();
    expect(historyLength).toBeLessThan(50);

    await world.passHours(refund, 0.1);
    const taken = await world.seen(refund, ({ status }) => status === 'processing');
    const waitedMs = Number(taken.acceptedAt) - Number(taken.requestedAt);
    expect(waitedMs).toBeGreaterThanOrEqual(7_200_000);
    expect(await world.sandbox.refunds(refund.transactionId)).toHaveLength(1);
  });

  it('is called less and less where it names a time that is too short', async () => {
    const world = await servers.anotherFirm();
    const refund = await turnedAway(world, { times: 10_000, ms: 1 });
    await world.passHours(refund, 0.25);
    // 1 + 2 + 4 ... 32 s, then once a minute.
    expect(await timesRun(world, refund, 'refundAtProcessor')).toBeLessThan(25);
  });
});

/** A refund whose send the processor turns away. */
async function turnedAway(
  world: FirmWorld,
  { times, ms }: { readonly times: number; readonly ms: number },
): Promise<RefundView> {
  const transactionId = await world.pay(INVOICE);
  await world.sandbox.arm({ kind: 'error_429', transactionId, times, ms });
  const refund = await world.request(transactionId);
  await world.start(refund);
  await world.says(refund, { status: 'submitting' });
  return refund;
}

/** How often the workflow had an activity run. */
async function timesRun(world: FirmWorld, refund: RefundView, activity: string): Promise<number> {
  const { events } = await world.handleOf(refund).fetchHistory();
  const scheduled = (events ?? []).map((event) => event.activityTaskScheduledEventAttributes?.activityType);
  return scheduled.filter((type) => type?.name === activity).length;
}
