import { Stripe } from 'stripe';
import { expect, test } from 'vitest';
import type { StripeConnection } from './connection.ts';
import { readStripeWebhook } from './webhook.ts';

// Stripe's own library is the oracle: what it signs is taken, and what it refuses is forged.
const oracle = new Stripe('sk_test_only_for_signatures');
const NOW = new Date('2026-03-02T12:00:00.000Z');
const SECRET = 'whsec_oracle';
const CONNECTION: StripeConnection = {
  apiKey: 'rk_test_only_for_types',
  mode: 'test',
  account: 'acct_firm',
  webhookSecrets: [SECRET, 'whsec_older'],
};

const EVENT = {
  object: 'event',
  id: 'evt_1',
  type: 'refund.updated',
  created: NOW.getTime() / 1000,
  livemode: false,
  data: {
    object: {
      object: 'refund',
      id: 're_1',
      payment_intent: 'pi_1',
      charge: 'ch_1',
      metadata: { makewhole_refund: 'rf_1' },
    },
  },
};

const signed = (body: string, { secret = SECRET, at = NOW } = {}) =>
  oracle.webhooks.generateTestHeaderString({ payload: body, secret, timestamp: at.getTime() / 1000 });

const read = (header: string, body = JSON.stringify(EVENT), connection = CONNECTION) =>
  readStripeWebhook({ headers: { 'stripe-signature': header }, body }, connection, NOW);

const minutesFromNow = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

test('what Stripe signs is read: which refund, of which payment, under which reference', () => {
  expect(read(signed(JSON.stringify(EVENT)))).toEqual({
    kind: 'ok',
    event: {
      id: 'evt_1',
      occurredAt: NOW.toISOString(),
      type: 'refund.updated',
      refund: { id: 're_1', account: 'acct_firm', transactionId: 'pi_1', reference: 'rf_1' },
    },
  });
});

test.each([
  ['five minutes old', { at: minutesFromNow(-5) }, 'ok'],
  ['six minutes old', { at: minutesFromNow(-6) }, 'forged'],
  ['six minutes ahead', { at: minutesFromNow(6) }, 'forged'],
  ['of the secret that is rolled', { secret: 'whsec_older' }, 'ok'],
  ['of another secret', { secret: 'whsec_other' }, 'forged'],
])('a signature that is %s', (_, how, kind) => {
  expect(read(signed(JSON.stringify(EVENT), how)).kind).toBe(kind);
});

test('two signatures, as while a secret is rolled: one of them is enough', () => {
  const body = JSON.stringify(EVENT);
  const [ours, theirs] = [signed(body), signed(body, { secret: 'whsec_other' })];
  expect(read(`${theirs},${ours.split(',')[1] ?? ''}`).kind).toBe('ok');
});

test('a body that is not byte for byte what was signed is forged, for us as for Stripe', () => {
  const header = signed(JSON.stringify(EVENT));
  const encodedAgain = JSON.stringify(EVENT, null, 2);
  expect(read(header, encodedAgain).kind).toBe('forged');
  expect(() => oracle.webhooks.constructEvent(encodedAgain, header, SECRET, 1e9)).toThrow();
});

test.each(['', 't=1', 'v1=abc', 't=now,v1=abc', 't=1,v1=', ',,,', 't=1,v1=é'])(
  'the header "%s" is none',
  (header) => {
    expect(read(header).kind).toBe('forged');
  },
);

test('an event of the other mode, or of a type that tells us nothing, is ignored', () => {
  for (const other of [
    { ...EVENT, livemode: true },
    { ...EVENT, type: 'customer.created' },
  ]) {
    const body = JSON.stringify(other);
    expect(read(signed(body), body).kind).toBe('ignored');
  }
});

test('a signed body in no known shape is unreadable', () => {
  for (const body of ['no JSON', '[]', '{"object":"event"}']) {
    expect(read(signed(body), body).kind).toBe('unreadable');
  }
});

test('a dispute is about its payment', () => {
  const object = { object: 'dispute', id: 'du_1', payment_intent: 'pi_1', charge: 'ch_1' };
  const body = JSON.stringify({ ...EVENT, type: 'charge.dispute.created', data: { object } });
  expect(read(signed(body), body)).toMatchObject({
    kind: 'ok',
    event: { type: 'payment.disputed', payment: { transactionId: 'pi_1' } },
  });
});
