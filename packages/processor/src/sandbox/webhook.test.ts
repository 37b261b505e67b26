import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ACCOUNT,
  startSandbox,
  WEBHOOK_SECRET,
  type SandboxProcess,
} from '../../test-support/sandbox-process.ts';
import type { ProcessorEvent } from '../events.ts';
import { verifyWebhook } from './webhook.ts';

type Delivery = { readonly headers: Record<string, string | undefined>; readonly body: string };

const deliveries: Delivery[] = [];
const merchant = createServer(async (request, response) => {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  deliveries.push({ headers, body: await text(request) });
  response.end();
});
let sandbox: SandboxProcess;
beforeAll(async () => {
  merchant.listen(0, '127.0.0.1');
  await once(merchant, 'listening');
  const { port } = merchant.address() as AddressInfo; // it listens on TCP
  sandbox = await startSandbox(`http://127.0.0.1:${port}/`);
});
afterAll(async () => {
  await sandbox.stop();
  merchant.close();
});

const verify = (delivery: Delivery, ...secrets: string[]) =>
  verifyWebhook({ ...delivery, secrets: secrets.length === 0 ? [WEBHOOK_SECRET] : secrets });

/** A delivery that we sign ourselves. */
function signed(body: string, at = new Date(), id = 'evt_1'): Delivery {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = new Webhook(WEBHOOK_SECRET).sign(id, at, body);
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  return { headers, body };
}

test('what the company really sends is verified and read, each type of it', async () => {
  const transactionId = await sandbox.addPayment({ method: 'ach' });
  const steps: [string, object][] = [
    ['refund', {}],
    ['settle', {}],
    ['return', { target: 'refund' }],
    ['refund', {}],
    ['fail', {}],
    ['dispute', {}],
    ['dispute-close', { outcome: 'won' }],
    ['return', { target: 'payment' }],
  ];
  for (const [step, more] of steps) await sandbox.control(step, { transactionId, ...more });
  await expect.poll(() => deliveries.length).toBe(steps.length);

  const events = deliveries.map((delivery): ProcessorEvent => {
    const verdict = verify(delivery);
    if (verdict.kind !== 'ok') throw new Error(verdict.message);
    return verdict.event;
  });
  const told = events.map((event) => [
    event.type,
    'refund' in event ? event.refund.account : event.payment.dispute?.status,
    'refund' in event ? event.refund.transactionId : event.payment.transactionId,
  ]);
  expect(told).toEqual([
    ['refund.created', ACCOUNT, transactionId],
    ['refund.succeeded', ACCOUNT, transactionId],
    ['refund.returned', ACCOUNT, transactionId],
    ['refund.created', ACCOUNT, transactionId],
    ['refund.failed', ACCOUNT, transactionId],
    ['payment.disputed', 'open', transactionId],
    ['dispute.closed', 'won', transactionId],
    ['payment.returned', 'won', transactionId],
  ]);
  expect(events.map((event) => event.id)).toEqual(deliveries.map(({ headers }) => headers['webhook-id']));
});

test('a report needs to say no more than what it is about: the rest is asked for, and kept as it came', () => {
  const timestamp = '2026-03-02T15:00:00.000Z';
  const payment = { id: 'txn_1', account: ACCOUNT, status: 'held', amount: 'a lot', dispute: { id: 7 } };
  const disputed = verify(signed(JSON.stringify({ type: 'payment.disputed', timestamp, data: { payment } })));
  expect(disputed).toMatchObject({
    kind: 'ok',
    event: { payment: { transactionId: 'txn_1', account: ACCOUNT, dispute: null, status: 'held' } },
  });
  const refund = { id: 're_1', account: ACCOUNT, paymentId: 'txn_1', reference: null, status: 'lost' };
  const failed = verify(signed(JSON.stringify({ type: 'refund.failed', timestamp, data: { refund } })));
  expect(failed).toMatchObject({ kind: 'ok', event: { refund: { id: 're_1', transactionId: 'txn_1' } } });
});

test('a webhook that was changed, or signed by another, or not at all, is forged', () => {
  const good = signed('{"type":"refund.succeeded"}');
  const forgeries: Delivery[] = [
    { ...good, body: good.body.replace('succeeded', 'failed') },
    { ...good, headers: { ...good.headers, 'webhook-id': 'evt_2' } },
    { ...good, headers: { ...good.headers, 'webhook-signature': 'v1,AAAA' } },
    { ...good, headers: { ...good.headers, 'webhook-signature': 'v1' } },
    { ...good, headers: { ...good.headers, 'webhook-timestamp': 'now' } },
    { ...good, headers: {} },
  ];
  for (const forgery of forgeries) expect(verify(forgery).kind).toBe('forged');
  expect(verify(good, 'whsec_YW5vdGhlcg==').kind).toBe('forged');
});

test.each([-6, 6])('a webhook signed %i minutes away from now counts as forged', (minutes) => {
  expect(verify(signed('{}', new Date(Date.now() + minutes * 60_000))).kind).toBe('forged');
});

test.each(['', 'not JSON', '{}', '{"type":"moon.landed","timestamp":"2026-03-02T15:00:00.000Z","data":{}}'])(
  'a signed body that is no event that we know is told apart from a forgery: %s',
  (body) => {
    expect(verify(signed(body))).toMatchObject({ kind: 'unreadable', eventId: 'evt_1' });
  },
);

test('while the secret is changed, what either of the two has signed is taken, and nothing else', () => {
  const other = `whsec_${Buffer.from('another secret, of 32 bytes, ok?').toString('base64')}`;
  const third = `whsec_${Buffer.from('a third secret that nobody knows').toString('base64')}`;
  const delivery = signed('{}');
  expect(verify(delivery, other, WEBHOOK_SECRET).kind).toBe('unreadable');
  expect(verify(delivery, WEBHOOK_SECRET, other).kind).toBe('unreadable');
  expect(verify(delivery, other, third).kind).toBe('forged');
});
