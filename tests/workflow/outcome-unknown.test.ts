// An answer that never came (B2): whatever the payment company does, it makes one refund at most, and what it made is found.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refunds } from '@makewhole/db/schema/refunds';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import { createRefundWorld, type FirmWorld, type RefundWorld } from '../support/refund-world.ts';
import { until } from '../support/until.ts';
import { booksOf, mailSeen, mailAbout, settledByEngine, verifiedEvents } from './refund-walk.ts';

const MINUTE_MS = 60_000;
const INVOICE = { parts: [{ of: 'invoice', amount: 125_00 }] } as const;

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe.concurrent('an outcome that is unknown', () => {
  describe('a refund that the processor made without saying so', () => {
    it.each([
      ['the connection was cut after it was made', { kind: 'timeout_after_success', ms: 50 }],
      ['the answer was cut short', { kind: 'garbled_answer' }],
      ['a 500 was saved for it', { kind: 'saved_500', refundMade: true }],
      ['it took longer than we wait', { kind: 'slow', ms: 22_000 }],
    ])('is found by our reference when %s, and not sent again', async (_, fault) => {
      const world = await servers.anotherFirm();
      const refund = await beginUnder(world, fault);
      await world.seen(refund, ({ status }) => status === 'outcome_unknown');
      await world.says(refund, { waitingFor: 'outcome_lookup' });
      await until(
        () => world.sandbox.refunds(refund.transactionId),
        ({ length }) => length === 1,
        ({ length }) => `the sandbox has ${length} refunds`,
      );
      await world.passHours(refund, 0.1);
      await isTakenOnce(world, refund);
      expect(await sendsOf(world, refund)).toHaveLength(1);
    });
  });

  describe('a refund that the processor did not make', () => {
    it.each([
      ['the connection stayed silent', { kind: 'timeout_before', ms: 50 }],
      ['the connection was cut', { kind: 'cut_connection' }],
      ['it answered 500', { kind: 'error_500' }],
    ])('is sent again under the same key, not before ten minutes are over, when %s', async (_, fault) => {
      const world = await servers.anotherFirm();
      const refund = await beginUnder(world, fault);
      await world.seen(refund, ({ status }) => status === 'outcome_unknown');
      await world.passHours(refund, 0.5);
      await isTakenOnce(world, refund);
      const [first, second, ...more] = await sendsOf(world, refund);
      expect(more).toEqual([]);
      expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(10 * MINUTE_MS);
    });

    it('is sent again when it asked us to wait, which is said once: then nothing is unknown', async () => {
      const world = await servers.anotherFirm();
      const refund = await beginUnder(world, { kind: 'error_429', times: 2, ms: 1_000 });
      await isTakenOnce(world, refund);
      const types = (await verifiedEvents(world, refund)).map(({ type }) => type);
      expect(types).not.toContain('refund.outcome_unknown');
      expect(types.filter((type) => type === 'refund.sent')).toHaveLength(1);
    });

    it('is taken at once when it is only slow', async () => {
      const world = await servers.anotherFirm();
      await isTakenOnce(world, await beginUnder(world, { kind: 'slow', ms: 1_500 }));
    });
  });

  describe('a processor that forgot the key', () => {
    it('is asked what it has before the key is used again', async () => {
      const world = await servers.anotherFirm();
      const refund = await beginUnder(world, { kind: 'timeout_after_success', ms: 50 });
      await world.sandbox.arm({ kind: 'forget_key', transactionId: refund.transactionId });
      await world.seen(refund, ({ status }) => status === 'outcome_unknown');
      await world.passHours(refund, 0.1);
      await isTakenOnce(world, refund);
    });

    it('and a database that forgot the send find the refund all the same (B1)', async () => {
      const world = await servers.anotherFirm();
      const refund = await beginUnder(world, { kind: 'timeout_after_success', ms: 50 });
      const { transactionId } = refund;
      await world.seen(refund, ({ status }) => status === 'outcome_unknown');
      await world.sandbox.arm({ kind: 'forget_key', transactionId });
      // As after a restore of a backup that is older than the send.
      await world.db
        .update(refunds)
        .set({ firstSentAt: null, lastSentAt: null })
        .where(eq(refunds.id, refund.id));
      await world.passHours(refund, 0.1);
      await isTakenOnce(world, refund);
    });
  });

  describe('a lookup that is not answered', () => {
    it('says nothing: nothing is sent, a person is told after an hour, and untold when the answer comes', async () => {
      const world = await servers.anotherFirm();
      const refund = await beginUnder(world, { kind: 'timeout_after_success', ms: 50 });
      await world.sandbox.arm({ kind: 'lookup_unavailable', reference: refund.id, times: 8 });
      await world.seen(refund, ({ status }) => status === 'outcome_unknown');

      await world.passHours(refund, 0.9);
      expect((await world.find(refund.id)).obligations).toEqual([]);
      await world.passHours(refund, 0.5);
      const [attention] = (await world.find(refund.id)).obligations;
      expect(attention).toMatchObject({ kind: 'attention', subject: 'outcome_unknown', status: 'open' });
      await world.says(refund, { needsAttention: true });
      const people = await mailSeen(world, refund, 'A refund of $125.00 needs attention', 2);
      expect(people.map(({ to }) => to).sort()).toEqual(['admin@adler.example', 'owner@adler.example']);
      const [told] = people;
      expect(told?.text).toContain('has not said whether it took this refund');
      expect(await sendsOf(world, refund)).toHaveLength(1);

      await world.passHours(refund, 0.6); // the ninth lookup is answered
      const taken = await isTakenOnce(world, refund);
      const settled = taken.obligations.filter(({ kind }) => kind === 'attention');
      expect(settled).toMatchObject([{ status: 'done' }]);
      expect(settled.every(settledByEngine)).toBe(true);
      await world.says(refund, { needsAttention: false });
      expect(mailAbout(world, refund).filter(({ to }) => to === 'owner@adler.example')).toHaveLength(1);
    });
  });

  describe('a processor that answers with another amount', () => {
    it('books nothing and asks for a person, until its record is ours', async () => {
      const world = await servers.anotherFirm();
      const refund = await beginUnder(world, { kind: 'amount_mismatch', amount: 125_01 });
      const unknown = await world.seen(refund, ({ obligations }) => obligations.length === 1);
      expect(unknown.status).toBe('outcome_unknown');
      expect(unknown.obligations).toMatchObject([{ kind: 'attention', subject: 'processor_disagrees' }]);
      expect(booksOf(unknown)).toEqual([]);
      await world.says(refund, { waitingFor: 'person_on_outcome' });
      await world.tell(refund);
      await isTakenOnce(world, refund);
    });
  });
});

/** A refund whose send a fault strikes. */
async function beginUnder(world: FirmWorld, fault: Readonly<Record<string, unknown>>): Promise<RefundView> {
  const transactionId = await world.pay(INVOICE);
  await world.sandbox.arm({ ...fault, transactionId });
  const refund = await world.request(transactionId);
  await world.start(refund);
  return refund;
}

async function isTakenOnce(world: FirmWorld, refund: RefundView): Promise<RefundView> {
  const taken = await world.seen(
    refund,
    ({ status, postings }) => status === 'processing' && postings.length === 2,
  );
  expect(await world.sandbox.refunds(refund.transactionId)).toMatchObject([
    { id: taken.processorRefundId, reference: refund.id, idempotencyKey: refund.id, amount: 125_00 },
  ]);
  return taken;
}

/** When the refund was sent, by its own clock. */
async function sendsOf(world: FirmWorld, refund: RefundView): Promise<Date[]> {
  const events = await verifiedEvents(world, refund);
  return events.filter(({ type }) => type === 'refund.sent').map(({ at }) => at);
}
