// A cancel and the hand-over to the processor are the same compare-and-set on the refund's row: one of them wins (B1).
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelRefund, type CancelOutcome } from '@makewhole/db/refunds/cancel-or-reject';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { bookRefund, milestones, trustOf } from './refund-walk.ts';

const TRUST = { parts: [{ of: 'trust', amount: 100_00 }] } as const;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe.concurrent('a cancel', () => {
  it('before the workflow runs wins: nothing is sent, the hold is released, a new refund may be asked for', async () => {
    const world = await servers.anotherFirm(100_00);
    const refund = await world.request(await world.pay(TRUST));
    expect(await cancel(world, refund)).toEqual({ kind: 'canceled' });
    expect(await trustOf(world)).toEqual({ balance: 100_00, held: 0 });
    await world.start(refund);
    expect(await world.handleOf(refund).result()).toBe('canceled');
    expect(await world.sandbox.refunds(refund.transactionId)).toEqual([]);
    expect(await milestones(world, refund)).toEqual(['refund.requested', 'refund.canceled']);
    expect((await world.ask(refund.transactionId)).kind).toBe('noted');
  });

  it('while the exact-ID check runs wins too, and a second one changes nothing', async () => {
    const world = await servers.anotherFirm(100_00);
    const transactionId = await world.pay(TRUST);
    await world.sandbox.arm({ kind: 'slow', operation: 'lookup', transactionId, ms: 30_000 });
    const refund = await world.request(transactionId);
    await world.start(refund);
    expect(await cancel(world, refund)).toEqual({ kind: 'canceled' });
    expect(await cancel(world, refund)).toEqual({ kind: 'canceled' });
    expect(await world.handleOf(refund).result()).toBe('canceled');
    expect(await world.sandbox.refunds(transactionId)).toEqual([]);
    expect(await trustOf(world)).toEqual({ balance: 100_00, held: 0 });
  });

  it('after the hand-over is refused with the status that stands, and the hold stays', async () => {
    const world = await servers.anotherFirm(100_00);
    const refund = await bookRefund(world, TRUST);
    expect(await cancel(world, refund)).toEqual({ kind: 'refused', status: 'processing' });
    expect(await trustOf(world)).toEqual({ balance: 100_00, held: 100_00 });
  });

  it('that races the hand-over has one outcome: canceled and never sent, or refused and sent once', async () => {
    const world = await servers.anotherFirm(5_000_00);
    const races = Array.from({ length: 24 }, (_, nth) => race(world, nth * 6));
    const won = (await Promise.all(races)).filter(({ kind }) => kind === 'canceled').length;
    expect(await trustOf(world)).toEqual({ balance: 5_000_00, held: (races.length - won) * 100_00 });
  });
});

async function race(world: FirmWorld, afterMs: number): Promise<CancelOutcome> {
  const refund = await world.request(await world.pay(TRUST));
  const [outcome] = await Promise.all([
    sleep(afterMs).then(() => cancel(world, refund)),
    world.start(refund),
  ]);
  const ended = await world.seen(refund, ({ status }) => status === 'canceled' || status === 'processing');
  const sent = await world.sandbox.refunds(refund.transactionId);
  if (outcome.kind === 'canceled') {
    expect([ended.status, await world.handleOf(refund).result(), sent]).toEqual(['canceled', 'canceled', []]);
  } else {
    expect([ended.status, sent.length]).toEqual(['processing', 1]);
  }
  return outcome;
}

function cancel(world: FirmWorld, { id: refundId }: RefundView): Promise<CancelOutcome> {
  const { firmId, people } = world.firm;
  return cancelRefund(world.db, { firmId, refundId }, { actor: people.admin, at: new Date() });
}
