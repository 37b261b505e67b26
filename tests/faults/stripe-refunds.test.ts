// Stripe's module with the whole engine: every part a process of its own, and Stripe's double in the place of Stripe. A
// payment that was never heard of is pasted, refunded, and followed to its end, whatever happens in between.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { changeConnection } from '@makewhole/db/firms/change-connection';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { violationsOf } from '../campaign/invariants/violations.ts';
import { stripeKeyOf } from '../campaign/companies.ts';
import { approve } from '../campaign/kinds/people.ts';
import type { Refund } from '../campaign/open-firm.ts';
import { letTimePass, request, requestOnce, runUntilClosed } from '../campaign/run-until-closed.ts';
import { startCampaignWorld, type CampaignWorld } from '../campaign/world.ts';
import type { Schemas } from '../integration/api/call.ts';
import { byOwner } from '../support/small-firm.ts';
import { replaceKey } from '../support/stripe-connection.ts';
import { until } from '../support/until.ts';
import { payAtStripe, sendsOf, sentAbout, type StripePayment } from './stripe-payments.ts';

const DAY_HOURS = 24;
const TRACE = '74208473321000000000017';
/** On a machine that has other things to do as well. */
const LONG_MS = 300_000;
const FOLLOWS_MS = 60_000;

let world: CampaignWorld;
beforeAll(async () => {
  world = await startCampaignWorld('stripe');
  return () => world.stop();
}, LONG_MS);

const step = (id: string, name: string) => world.company.post('/control/step', { id, step: name });
const ownFirm = async (): Promise<CampaignWorld> => ({ ...world, ...(await world.openFirm()) });
const shown = (of: CampaignWorld, id: string) => of.ask<Schemas['PaymentDetail']>(`GET /v1/payments/${id}`);
const violations = (of: CampaignWorld, { id }: StripePayment) => violationsOf(of, [asId<TransactionId>(id)]);
const isStatus = (wanted: Refund['status']) => ({
  until: ({ status }: Refund) => status === wanted,
  leaveUnsettled: true,
  leaveOwed: true,
});

/** Waits until the refund is so, without doing anything for it. */
function seen(of: CampaignWorld, id: string, isThere: (refund: Refund) => boolean): Promise<Refund> {
  return until(
    () => of.find(id),
    isThere,
    ({ status }) => `${id} is ${status}`,
    FOLLOWS_MS,
  );
}

describe('a Stripe payment from paste to closed', () => {
  it(
    'out of operating: found by either ID, sent once, its trace days later, and back on day 20 when the bank returns it',
    async () => {
      const payment = await payAtStripe(world, 'operating');
      for (const id of [payment.chargeId, payment.id]) {
        const { status, body } = await shown(world, id);
        expect([status, body.transactionId, body.eligibility.refundable]).toEqual([200, payment.id, true]);
      }
      expect((await shown(world, payment.id.toUpperCase())).status).toBe(404);
      const { id } = await request(world, payment.chargeId);
      const closed = await runUntilClosed(world, id);
      expect([closed.status, closed.transactionId, closed.traceNumber]).toEqual([
        'succeeded',
        payment.id,
        null,
      ]);
      expect(await sendsOf(world, payment)).toBe(1);
      expect(await violations(world, payment)).toEqual([]);

      await letTimePass(world, closed, 4 * DAY_HOURS);
      await step(payment.id, 'trace');
      await seen(world, id, ({ traceNumber }) => traceNumber === TRACE);

      await letTimePass(world, closed, 16 * DAY_HOURS);
      await world.company.returnRefund(payment.id);
      const failed = await runUntilClosed(world, id, {
        until: ({ status, closedAt }) => status === 'failed' && closedAt !== null,
      });
      expect(failed.failure?.code).toBe('expired_or_canceled_card');
      expect(await sendsOf(world, payment)).toBe(1);
      expect(await violations(world, payment)).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'out of trust, where the company draws it there: approved by a lawyer, booked as trust money, and no steps are owed',
    async () => {
      const own = await ownFirm();
      const drawsOn = { card: 'account_of_payment', ach: 'account_of_payment' } as const;
      await changeConnection(own.db, byOwner(own.firm), own.firm.connectionId, { drawsOn });
      const payment = await payAtStripe(own, 'trust');
      const { id } = await request(own, payment.id);
      await approve(
        own,
        await runUntilClosed(own, id, isStatus('awaiting_approval')),
        own.firm.people.lawyer,
      );
      const closed = await runUntilClosed(own, id);
      expect(closed.status).toBe('succeeded');
      expect(closed.obligations.filter(({ kind }) => kind.startsWith('trust_'))).toEqual([]);
      expect(closed.postings.map((posting) => posting.step)).toContain('trust_disbursement');
      expect(await sendsOf(world, payment)).toBe(1);
      expect(await violations(own, payment)).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'under an inquiry: refused, and refunded once it is closed',
    async () => {
      const payment = await payAtStripe(world, 'operating');
      await step(payment.id, 'inquire');
      const refused = await requestOnce(world, payment.id);
      expect([refused.status, refused.body]).toMatchObject([
        422,
        { code: 'not_refundable', reason: 'disputed' },
      ]);
      expect(await sendsOf(world, payment)).toBe(0);
      await world.company.post('/control/dispute-close', { transactionId: payment.id, outcome: 'won' });
      await until(
        () => shown(world, payment.id),
        ({ body }) => body.eligibility.refundable,
        ({ text }) => text,
        FOLLOWS_MS,
      );
      const closed = await runUntilClosed(world, (await request(world, payment.id)).id);
      expect(closed.status).toBe('succeeded');
      expect(await violations(world, payment)).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'charged back between the request and the send: fails by name, nothing is paid, and the books are as before',
    async () => {
      const payment = await payAtStripe(world, 'operating');
      await shown(world, payment.id);
      const hour = 3_600_000;
      await world.company.arm({ kind: 'error_429', transactionId: payment.id, ms: hour });
      const asked = await request(world, payment.id);
      await until(
        () => sendsOf(world, payment),
        (sends) => sends === 1,
        String,
        FOLLOWS_MS,
      );
      await step(payment.id, 'dispute');
      await letTimePass(world, asked, 1.2);
      const ended = await runUntilClosed(world, asked.id);
      expect([ended.status, ended.failure?.code]).toEqual(['failed', 'disputed']);
      expect(ended.postings.map((posting) => posting.step)).not.toContain('operating_debit');
      expect(await world.company.refunds(payment.id)).toEqual([]);
      expect(await violations(world, payment)).toEqual([]);
    },
    LONG_MS,
  );
});

/** Lookups are those from the request until Stripe has the refund, at most. */
const WIRE = [
  { what: 'nothing goes wrong', fault: null, sends: 1, lookupsMax: 2 },
  { what: 'the answer is lost', fault: { kind: 'timeout_after_success', ms: 0 }, sends: 1, lookupsMax: 4 },
  {
    what: 'a 500 is saved though the refund was made',
    fault: { kind: 'saved_500', refundMade: true },
    sends: 1,
    lookupsMax: 4,
  },
  { what: 'it is turned away once (429)', fault: { kind: 'error_429', ms: 1_000 }, sends: 2, lookupsMax: 5 },
  {
    what: 'the connection is cut before the work',
    fault: { kind: 'cut_connection', operation: 'refund' },
    sends: 2,
    lookupsMax: 12,
  },
] as const;

describe('the requests of one refund that arrive at Stripe', () => {
  it.each(WIRE)(
    'are $sends to send it where $what',
    async ({ fault, sends, lookupsMax }) => {
      const payment = await payAtStripe(world, 'operating');
      // A webhook asks too.
      await world.company.arm({ kind: 'webhook_missing', transactionId: payment.id, times: 100 });
      await shown(world, payment.id);
      const before = (await sentAbout(world, payment)).length;
      if (fault !== null) await world.company.arm({ ...fault, transactionId: payment.id });
      const { id } = await request(world, payment.id);
      await runUntilClosed(world, id, isStatus('processing'));
      const sent = (await sentAbout(world, payment)).slice(before);
      expect(await sendsOf(world, payment)).toBe(sends);
      expect(sent.length - sends).toBeLessThanOrEqual(lookupsMax);
      expect(await world.company.refunds(payment.id)).toHaveLength(1);
    },
    LONG_MS,
  );

  it('are told in docs/processors.md', () => {
    const page = readFileSync(new URL('../../docs/processors.md', import.meta.url), 'utf8');
    for (const { what, sends, lookupsMax } of WIRE) {
      const cells = page.split('\n').map((line) =>
        line
          .trim()
          .split('|')
          .map((cell) => cell.trim()),
      );
      expect(cells).toContainEqual(['', what, String(sends), String(lookupsMax), '']);
    }
  });
});

describe('a key that is dead for an hour', () => {
  it(
    'is the owner’s task, the refund waits and does not fail, and goes on under the new key',
    async () => {
      const own = await ownFirm();
      const payment = await payAtStripe(own, 'operating');
      await shown(own, payment.id);
      await own.company.arm({ kind: 'error_429', transactionId: payment.id, ms: 120_000 });
      const asked = await request(own, payment.id);
      await until(
        () => sendsOf(world, payment),
        (sends) => sends === 1,
        String,
        FOLLOWS_MS,
      );
      await own.company.post('/control/kill-key', { key: stripeKeyOf(own.firm) });
      await letTimePass(own, asked, 0.1);
      const tasks = async () => {
        const { body } = await own.ask<Schemas['ObligationPage']>(
          'GET /v1/obligations?kind=connection_broken',
        );
        return body.data.map(({ owner, connectionId }) => ({ owner, connectionId }));
      };
      const task = { owner: 'owner', connectionId: own.firm.connectionId };
      await until(
        () => tasks(),
        (open) => open.length === 1,
        JSON.stringify,
        FOLLOWS_MS,
      );
      expect(await tasks()).toEqual([task]);
      const toldAbout = () => own.emails().filter(({ text }) => text.includes('no longer accepts')).length;
      await until(
        async () => toldAbout(),
        (count) => count > 0,
        String,
        FOLLOWS_MS,
      );

      await letTimePass(own, asked, 1);
      expect(['submitting', 'requested']).toContain((await own.find(asked.id)).status);
      expect(await own.company.refunds(payment.id)).toEqual([]);

      await replaceKey(own.db, own.firm, own.company.url, stripeKeyOf(own.firm, 2));
      await letTimePass(own, asked, 1);
      const closed = await runUntilClosed(own, asked.id);
      expect(closed.status).toBe('succeeded');
      expect(await own.company.refunds(payment.id)).toHaveLength(1);
      expect(await tasks()).toEqual([]);
      expect(await violations(own, payment)).toEqual([]);
    },
    LONG_MS,
  );
});
