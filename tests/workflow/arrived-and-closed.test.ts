// A closed refund is looked at again where something is reported of it; while the processor cannot be asked, that makes
// nothing late that arrived.
import { SANDBOX_DAYS } from '../support/sandbox-days.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raiseAttention } from '@makewhole/db/obligations/attention';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { lateFrom, promiseFor } from '@makewhole/domain/bank-calendar';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { attentionsOf, closedRefund, report, runEnded } from './closed-refund.ts';
import { isClosed } from './refund-walk.ts';

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe('a refund that arrived and was closed', () => {
  it('is never said to be late by a run that cannot ask the processor', async () => {
    const world = await servers.anotherFirm();
    const refund = await resumedUnderOutage(world);
    await world.says(refund, { status: 'processing', waitingFor: 'settlement', late: false });
    const seen = await world.find(refund.id);
    expect(seen).toMatchObject({ status: 'succeeded', late: false });
    expect(attentionsOf(seen)).toEqual([]);
    await world.sandbox.disarm();
    await world.passHours(refund, 13);
    await runEnded(world, refund);
    expect(attentionsOf(await isClosed(world, refund))).toEqual([]);
  });

  it('and was said to be late all the same is no longer, once the processor is heard', async () => {
    const world = await servers.anotherFirm();
    const refund = await resumedUnderOutage(world);
    const { firmId, id: refundId } = refund;
    await raiseAttention(world.db, { firmId, refundId }, { cause: 'late', at: new Date() });
    await world.sandbox.disarm();
    await world.passHours(refund, 13);
    await runEnded(world, refund);
    expect(attentionsOf(await isClosed(world, refund))).toMatchObject([{ subject: 'late', status: 'done' }]);
  });
});

/** A closed refund that was reported on while the processor cannot be asked, until its latest date is over. */
async function resumedUnderOutage(world: FirmWorld): Promise<RefundView> {
  const refund = await closedRefund(world);
  const { transactionId, acceptedAt, requestedAt } = refund;
  await world.sandbox.arm({ kind: 'lookup_unavailable', transactionId, times: 10_000 });
  expect(await report(world, refund, 'refund.returned')).toBe('resumed');
  await world.says(refund, { waitingFor: 'settlement' });
  const { day0 } = promiseFor((acceptedAt ?? requestedAt).toISOString(), SANDBOX_DAYS);
  await world.passTimeTo(refund, lateFrom(day0, 'card', SANDBOX_DAYS));
  return refund;
}
