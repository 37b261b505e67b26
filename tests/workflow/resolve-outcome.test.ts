// What a person may say about an outcome that nobody knows, and what is believed of it (B1, B2).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import type { ResolveBody } from '@makewhole/db/refunds/take-instruction';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { historyText, isClosed, milestones, trustOf, verifiedEvents } from './refund-walk.ts';
import { until } from '../support/until.ts';

const HOUR_MS = 3_600_000;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe.concurrent('a person on an outcome', () => {
  describe('past the life of the key', () => {
    it('nothing is sent any more and a person decides; "never happened" ends it, and a new one may be asked for', async () => {
      const world = await servers.anotherFirm(400_00);
      const refund = await unknownRefund(world, { kind: 'error_500', times: 10_000 });
      expect(await trustOf(world)).toEqual({ balance: 400_00, held: 125_00 });
      await world.passHours(refund, 26);
      await world.says(refund, { status: 'outcome_unknown', waitingFor: 'person_on_outcome' });

      const sends = (await verifiedEvents(world, refund)).filter(({ type }) => type === 'refund.sent');
      const [first, last] = [sends.at(0)?.at, sends.at(-1)?.at];
      expect(sends.length).toBeGreaterThan(2);
      expect(Number(last) - Number(first)).toBeLessThan(23 * HOUR_MS);

      expect(await resolve(world, refund, { outcome: 'not_refunded' })).toEqual({ ok: true });
      const closed = await isClosed(world, refund);
      expect(closed).toMatchObject({ status: 'failed', failureCode: 'confirmed_not_refunded', postings: [] });
      expect(closed.obligations).toMatchObject([{ kind: 'attention', status: 'void' }]);
      const failed = (await verifiedEvents(world, refund)).find(({ type }) => type === 'refund.failed');
      expect(failed?.actor).toBe(world.firm.people.owner);
      expect(await trustOf(world)).toEqual({ balance: 400_00, held: 0 });
      expect(await world.handleOf(refund).result()).toBe('failed');
      expect(await historyText(world, refund)).not.toContain(refund.reason);
      expect((await world.ask(refund.transactionId)).kind).toBe('noted');
    });
  });

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

  describe('"it never happened"', () => {
    it('is not believed while the answer may still be on its way', async () => {
      const world = await servers.anotherFirm();
      const refund = await unknownRefund(world, { kind: 'timeout_before', ms: 50 });
      const said = await resolve(world, refund, { outcome: 'not_refunded' });
      expect(said).toMatchObject({ ok: false, code: 'not_resolvable' });
      expect((await world.find(refund.id)).status).toBe('outcome_unknown');
    });

    it('is not believed where the processor has the refund', async () => {
      const world = await servers.anotherFirm();
      const refund = await unknownRefund(world, { kind: 'timeout_after_success', ms: 50 });
      await world.sandbox.arm({ kind: 'lookup_unavailable', reference: refund.id, times: 6 });
      await world.passHours(refund, 0.5); // six lookups
      const said = await resolve(world, refund, { outcome: 'not_refunded' });
      expect(said).toMatchObject({ ok: false, code: 'not_resolvable' });
      await resolve(world, refund, { outcome: 'look_again' });
      await world.seen(refund, ({ status }) => status === 'processing');
    });

    it('keeps a send from going out that was about to, while the lookup before it still ran (B1)', async () => {
      const world = await servers.anotherFirm();
      const refund = await unknownRefund(world, { kind: 'timeout_before', ms: 50 });
      const { id: reference } = refund;
      await world.sandbox.arm({ kind: 'lookup_unavailable', reference, times: 5 });
      await world.passHours(refund, 0.2); // five lookups
      await world.sandbox.arm({ kind: 'slow', operation: 'lookup', reference, ms: 4_000 });
      await world.tell(refund);
      await until(
        () => world.sandbox.armed(),
        (armed) => armed.every((fault) => fault.reference !== reference),
        () => 'the lookup has not begun',
      );

      expect(await resolve(world, refund, { outcome: 'not_refunded' })).toEqual({ ok: true });
      await isClosed(world, refund);
      expect(await world.handleOf(refund).result()).toBe('failed');
      expect(await world.sandbox.refunds(refund.transactionId)).toEqual([]);
      expect((await milestones(world, refund)).filter((type) => type === 'refund.sent')).toHaveLength(1);
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

function resolve(world: FirmWorld, refund: RefundView, said: Partial<ResolveBody>) {
  const body = { outcome: 'look_again', processorReference: null, note: 'Called them', ...said } as const;
  const instruction = { kind: 'resolve', body, actor: world.firm.people.owner } as const;
  return world.instruct(refund, 'resolveOutcome', instruction, null);
}
