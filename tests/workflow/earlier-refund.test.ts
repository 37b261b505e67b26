// A payment may have had a refund of ours before, which failed. What is known of that one never ends the next one (B1, B2).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { bookRefund, fail, isClosed, settle } from './refund-walk.ts';

const UNAPPLIED = { parts: [{ of: 'unapplied', amount: 60_00 }] } as const;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe.concurrent('a refund after an earlier one of the same payment failed', () => {
  it('is not ended by the earlier one, though a person names it: it takes its own and is paid out', async () => {
    const world = await servers.anotherFirm();
    const { refund, earlierId } = await unknownAfterFailed(world, 1);

    const misled = await refunded(world, refund, earlierId);
    expect(misled).toMatchObject({ ok: false, code: 'refund_not_found_at_processor' });
    expect((await world.find(refund.id)).status).toBe('outcome_unknown');

    // Now the processor can be asked by our own reference: what it has there counts, whatever the person named.
    expect(await refunded(world, refund, earlierId)).toEqual({ ok: true });
    const taken = await world.seen(refund, ({ postings }) => postings.length === 2);
    const made = await world.sandbox.refunds(refund.transactionId);
    expect(taken).toMatchObject({ status: 'processing', processorRefundId: made.at(-1)?.id });
    await settle(world, refund);
    expect((await isClosed(world, refund)).status).toBe('succeeded');
    expect(made).toHaveLength(2);
  });

  it('is not taken as a refund whose money came back', async () => {
    const world = await servers.anotherFirm();
    const { refund } = await unknownAfterFailed(world, 10_000);
    await world.sandbox.fail(refund.transactionId);
    const made = await world.sandbox.refunds(refund.transactionId);
    expect(made.map(({ status }) => status)).toEqual(['failed', 'failed']);
    const said = await refunded(world, refund, made.at(-1)?.id ?? '');
    expect(said).toMatchObject({ ok: false, code: 'refund_not_found_at_processor' });
  });
});

/** A refund whose answer was lost, and whose look-ups fail so many times, of a payment whose first refund failed. */
async function unknownAfterFailed(world: FirmWorld, lookUpsFailing: number) {
  const earlier = await bookRefund(world, UNAPPLIED);
  await fail(world, earlier);
  const { transactionId, processorRefundId } = await isClosed(world, earlier);
  await world.sandbox.arm({ kind: 'timeout_after_success', ms: 50, transactionId });
  const refund = await world.request(transactionId);
  await world.sandbox.arm({ kind: 'lookup_unavailable', reference: refund.id, times: lookUpsFailing });
  await world.start(refund);
  await world.says(refund, { status: 'outcome_unknown' });
  return { refund, earlierId: processorRefundId ?? '' };
}

function refunded(world: FirmWorld, refund: RefundView, processorReference: string) {
  const body = { outcome: 'refunded', processorReference, note: 'I saw it on their page' } as const;
  const instruction = { kind: 'resolve', body, actor: world.firm.people.owner } as const;
  return world.instruct(refund, 'resolveOutcome', instruction, null);
}
