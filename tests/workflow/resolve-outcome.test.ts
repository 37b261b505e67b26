// What a person may say about an outcome that nobody knows, and what is believed of it (B1, B2).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import type { ResolveBody } from '@makewhole/db/commands/apply-command';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe.concurrent('a person on an outcome', () => {
  describe('"it was refunded"', () => {
    it('is taken with the reference under which the processor has it, and with no other', async () => {
      const world = await servers.anotherFirm();
      const refund = await unknownRefund(world, { kind: 'timeout_after_success', ms: 50 });
      await world.sandbox.arm({ kind: 'lookup_unavailable', reference: refund.id, times: 10_000 });
      const [made] = await world.sandbox.refunds(refund.transactionId);
      const other = await world.pay({ parts: [{ of: 'trust', amount: 125_00 }] });
      await world.sandbox.post('/control/refund', { transactionId: other });
      const [foreign] = await world.sandbox.refunds(other);

      for (const wrong of ['re_nothing', foreign?.id ?? '', null]) {
        const said = await resolve(world, refund, { outcome: 'refunded', processorReference: wrong });
        expect(said).toMatchObject({ ok: false, code: 'refund_not_found_at_processor' });
      }
      expect((await world.find(refund.id)).status).toBe('outcome_unknown');
      const processorReference = made?.id ?? '';
      expect(await resolve(world, refund, { outcome: 'refunded', processorReference })).toEqual({ ok: true });
      const taken = await world.seen(
        refund,
        ({ status, postings }) => status === 'processing' && postings.length === 1,
      );
      expect(taken.processorRefundId).toBe(processorReference);
    });
  });

  describe('"look again"', () => {
    it('asks the processor at once', async () => {
      const world = await servers.anotherFirm();
      const refund = await unknownRefund(world, { kind: 'timeout_after_success', ms: 50 });
      expect(await resolve(world, refund, { outcome: 'look_again' })).toEqual({ ok: true });
      await world.seen(refund, ({ status }) => status === 'processing');
      expect(await world.sandbox.refunds(refund.transactionId)).toHaveLength(1);
    });
  });

  describe('a refund whose outcome is known', () => {
    it('takes no word about it', async () => {
      const world = await servers.anotherFirm();
      const refund = await world.request(await world.pay({ parts: [{ of: 'trust', amount: 125_00 }] }));
      await world.start(refund);
      // The workflow hears of what its activity wrote a moment after the row has it.
      await world.says(refund, { status: 'processing' });
      await expect(resolve(world, refund, { outcome: 'not_refunded' })).rejects.toMatchObject({
        cause: { type: 'not_resolvable' },
      });
    });
  });
});

/** A refund of a trust payment whose send a fault strikes, as soon as its outcome is unknown. */
async function unknownRefund(
  world: FirmWorld,
  fault: Readonly<Record<string, unknown>>,
): Promise<RefundView> {
  const transactionId = await world.pay({ parts: [{ of: 'trust', amount: 125_00 }] });
  await world.sandbox.arm({ ...fault, transactionId });
  const refund = await world.request(transactionId);
  await world.start(refund);
  await world.says(refund, { status: 'outcome_unknown' });
  return refund;
}

function resolve(
  world: FirmWorld,
  refund: RefundView,
  said: Partial<ResolveBody>,
  actor = world.firm.people.owner,
) {
  const body = { outcome: 'look_again', processorReference: null, note: 'Called them', ...said } as const;
  return world.instruct(refund, 'resolveOutcome', { kind: 'resolve', body, actor }, null);
}
