// People end a refund whose outcome nobody knows: late, two of them, and only as the processor bears out (B1, B2).
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import type { ResolveBody } from '@makewhole/db/commands/apply-command';
import { principals } from '@makewhole/db/schema/firms';
import type { EndingOutcome } from '@makewhole/domain/unknown-outcome';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { historyText, isClosed, mailAbout, trustOf, verifiedEvents } from './refund-walk.ts';
import { until } from '../support/until.ts';

const HOUR_MS = 3_600_000;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe.concurrent('a refund whose outcome is unknown', () => {
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

      await twoSay(world, refund, 'not_refunded');
      const closed = await isClosed(world, refund);
      expect(closed).toMatchObject({ status: 'failed', failureCode: 'confirmed_not_refunded', postings: [] });
      expect(closed.obligations).toMatchObject([
        { subject: 'outcome_unknown', status: 'void' },
        { subject: 'outcome_claimed', owner: 'lawyer', status: 'void' },
      ]);
      const events = await verifiedEvents(world, refund);
      const said = events.filter(({ type }) => type === 'refund.outcome_claimed' || type === 'refund.failed');
      const { owner, lawyer } = world.firm.people;
      expect(said.map(({ actor }) => actor)).toEqual([lawyer, owner]);
      // Held for the client, who is still to be paid (ADR 32).
      expect(await trustOf(world)).toEqual({ balance: 400_00, held: 125_00 });
      expect(await world.handleOf(refund).result()).toBe('failed');
      expect(await historyText(world, refund)).not.toContain(refund.reason);
      expect((await world.ask(refund.transactionId)).kind).toBe('noted');
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
      await world.sandbox.arm({ kind: 'lookup_unavailable', reference: refund.id, times: 8 });
      await world.passHours(refund, 1.1); // eight lookups
      const said = await resolve(world, refund, { outcome: 'not_refunded' });
      expect(said).toMatchObject({
        ok: false,
        code: 'not_resolvable',
        message: expect.stringContaining('has this refund') as string,
      });
      await resolve(world, refund, { outcome: 'look_again' });
      await world.seen(refund, ({ status }) => status === 'processing');
    });

    it('is not believed before the processor was asked for an hour', async () => {
      const world = await servers.anotherFirm();
      const refund = await unknownRefund(world, { kind: 'timeout_before', ms: 50 });
      await world.sandbox.arm({ kind: 'lookup_unavailable', reference: refund.id, times: 6 });
      await world.passHours(refund, 0.5); // six lookups; the next is in a quarter of an hour
      const said = await resolve(world, refund, { outcome: 'not_refunded' });
      expect(said).toMatchObject({
        ok: false,
        code: 'not_resolvable',
        message: expect.stringMatching(/can be said in [23]\d minutes/) as string,
      });
      const differently = await resolve(world, refund, { outcome: 'refunded_differently' });
      expect(differently).toMatchObject({ ok: false, code: 'refund_not_found_at_processor' });
    });

    it('is not believed while a look-up runs', async () => {
      const world = await servers.anotherFirm();
      const refund = await unknownRefund(world, { kind: 'timeout_before', ms: 50 });
      const { id: reference } = refund;
      await world.sandbox.arm({ kind: 'lookup_unavailable', reference, times: 8 });
      await world.passHours(refund, 1.1); // eight lookups
      await world.sandbox.arm({ kind: 'slow', operation: 'lookup', reference, ms: 4_000 });
      await world.tell(refund);
      await until(
        () => world.sandbox.armed(),
        (armed) => armed.every((fault) => fault.reference !== reference),
        () => 'the lookup has not begun',
      );
      const said = await resolve(world, refund, { outcome: 'not_refunded' });
      expect(said).toMatchObject({
        ok: false,
        message: expect.stringContaining('is being asked now') as string,
      });
      // It found nothing, long after the send: so it is sent again, under the same key.
      await world.seen(refund, ({ status }) => status === 'processing');
      expect(await world.sandbox.refunds(refund.transactionId)).toHaveLength(1);
    });

    it('is not for an admin to say, and needs no second person where there is none', async () => {
      const world = await servers.anotherFirm();
      const { owner, lawyer, admin } = world.firm.people;
      const refund = await unknownRefund(world, { kind: 'timeout_before', ms: 50 });
      await world.sandbox.arm({ kind: 'lookup_unavailable', reference: refund.id, times: 8 });
      await world.passHours(refund, 1.1); // eight lookups
      const byAdmin = await resolve(world, refund, { outcome: 'not_refunded' }, admin);
      expect(byAdmin).toMatchObject({ ok: false, code: 'not_resolvable' });
      await world.db.update(principals).set({ disabledAt: new Date() }).where(eq(principals.id, lawyer));
      expect(await resolve(world, refund, { outcome: 'not_refunded' }, owner)).toEqual({ ok: true });
      expect((await isClosed(world, refund)).status).toBe('failed');
    });
  });

  describe('"it was refunded differently"', () => {
    it('ends it, keeps the payment from another refund, and is to be explained', async () => {
      const world = await servers.anotherFirm(400_00);
      const transactionId = await world.pay({ parts: [{ of: 'trust', amount: 125_00 }] });
      const refund = await world.request(transactionId);
      const otherAmount = { kind: 'amount_mismatch', amount: 100_00, times: 10_000 };
      await world.sandbox.arm({ ...otherAmount, operation: 'refund', transactionId });
      await world.sandbox.arm({ ...otherAmount, operation: 'lookup', reference: refund.id });
      await world.start(refund);
      await world.says(refund, { waitingFor: 'person_on_outcome' });
      await world.passHours(refund, 1.1);

      const never = await resolve(world, refund, { outcome: 'not_refunded' });
      expect(never).toMatchObject({
        ok: false,
        message: expect.stringContaining('refunded differently: $100.00') as string,
      });
      await twoSay(world, refund, 'refunded_differently');
      const failed = await world.seen(refund, ({ status }) => status === 'failed');
      expect(failed).toMatchObject({ failureCode: 'refunded_differently', postings: [] });
      expect(failed.failureMessage).toContain(`$100.00 of payment ${transactionId}`);
      // Held for the client, who is still to be paid (ADR 32).
      expect(await trustOf(world)).toEqual({ balance: 400_00, held: 125_00 });
      const open = failed.obligations.filter(({ status }) => status === 'open');
      expect(open).toMatchObject([{ kind: 'reconciliation', owner: 'admin' }]);

      const explained = { kind: 'attention', body: { note: 'Booked by hand' } } as const;
      const actor = world.firm.people.admin;
      await world.instruct(refund, 'settleAttention', { ...explained, actor }, 'reconciliation');
      await isClosed(world, refund);
      expect(await world.ask(transactionId)).toMatchObject({
        kind: 'not_refundable',
        refusal: { code: 'refunded_elsewhere' },
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

/** Two people say it: the first one's word is kept, however often they say it, the second one's ends the refund. */
async function twoSay(world: FirmWorld, refund: RefundView, outcome: EndingOutcome): Promise<void> {
  const { owner, lawyer } = world.firm.people;
  for (let times = 0; times < 2; times += 1) {
    const said = await resolve(world, refund, { outcome }, lawyer);
    expect(said).toEqual({ ok: true, awaits: 'second_person' });
  }
  expect((await world.find(refund.id)).status).toBe('outcome_unknown');
  await until(
    async () => mailAbout(world, refund),
    (mails) => mails.some(({ text }) => text.includes('takes two')),
    (mails) => `none of ${mails.length} emails asks a second person`,
  );
  expect(await resolve(world, refund, { outcome }, owner)).toEqual({ ok: true });
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
