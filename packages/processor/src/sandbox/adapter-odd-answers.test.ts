// How the adapter handles answers that the sandbox never gives: from proxies, from other servers, from nobody.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { expect, test } from 'vitest';
import { sampleRequest } from '../../test-support/sample-request.ts';
import { ACCOUNT, API_KEY, startSandbox } from '../../test-support/sandbox-process.ts';
import { createProcessor } from '../../test-support/by-account.ts';

test('nobody listening: later, for nothing was sent', async () => {
  const port = await closedPort();
  for (const host of ['127.0.0.1', 'localhost']) {
    const nobody = createProcessor({ url: `http://${host}:${port}`, apiKey: API_KEY });
    const transactionId = asId<TransactionId>('txn_any');
    expect(await nobody.refund(sampleRequest(transactionId))).toMatchObject({ kind: 'retry_later' });
    expect(await nobody.getPayment({ account: ACCOUNT, transactionId })).toMatchObject({
      kind: 'unavailable',
    });
  }
});

test.each([
  ['no JSON', 200, 'OK'],
  ['a page of a proxy', 404, '<html>Not Found</html>'],
  ['another shape', 200, '{"id": 7}'],
  ['a redirect', 302, ''],
  ['an error without a code', 400, '{"error": "no"}'],
])('%s is an unknown outcome to a send, and no answer to a lookup', async (_, status, body) => {
  const odd = await answering(status, body, { location: 'http://127.0.0.1:9/' });
  const transactionId = asId<TransactionId>('txn_1');
  expect(await odd.processor.refund(sampleRequest(transactionId))).toMatchObject({
    kind: 'unknown',
    cause: 'unreadable_answer',
  });
  expect(await odd.processor.getPayment({ account: ACCOUNT, transactionId })).toMatchObject({
    kind: 'unavailable',
  });
  odd.stop();
});

test('an answer about another payment, refund or merchant than the one asked for is not taken', async () => {
  const sandbox = await startSandbox();
  const processor = createProcessor({ url: sandbox.url, apiKey: API_KEY });
  const transactionId = await sandbox.addPayment();
  const asked = sampleRequest(transactionId);
  const answer = await processor.refund(asked);
  const found = await processor.getPayment({ account: ACCOUNT, transactionId });
  await sandbox.stop();
  if (answer.kind !== 'accepted' || found.kind !== 'found') throw new Error('the sample was not made');
  const { transactionId: paymentId, ...refund } = answer.refund;
  const wireRefund = { ...refund, paymentId };
  const wirePayment = { ...found.payment, id: transactionId, refunds: [wireRefund] };

  const payments = await answering(200, JSON.stringify({ ...wirePayment, id: transactionId.toUpperCase() }));
  expect((await payments.processor.getPayment({ account: ACCOUNT, transactionId })).kind).toBe('unavailable');
  const refunds = await answering(200, JSON.stringify({ ...wireRefund, reference: 'rf_other' }));
  expect(await refunds.processor.refund(asked)).toMatchObject({ cause: 'unreadable_answer' });
  expect(
    await refunds.processor.getRefund({ account: 'acct_other', transactionId, refundId: refund.id }),
  ).toMatchObject({
    kind: 'unavailable',
  });
  const list = await answering(200, JSON.stringify({ data: [wireRefund], nextCursor: null }));
  expect(
    await list.processor.findRefunds({ account: ACCOUNT, transactionId, reference: 'rf_other' }),
  ).toMatchObject({ kind: 'unavailable' });
  for (const odd of [payments, refunds, list]) odd.stop();
});

test('one record in no known shape spoils itself alone, not the page that it is on', async () => {
  const sandbox = await startSandbox();
  const processor = createProcessor({ url: sandbox.url, apiKey: API_KEY });
  const transactionId = await sandbox.addPayment();
  const answer = await processor.refund(sampleRequest(transactionId));
  const found = await processor.getPayment({ account: ACCOUNT, transactionId });
  await sandbox.stop();
  if (answer.kind !== 'accepted' || found.kind !== 'found') throw new Error('the sample was not made');
  const { transactionId: paymentId, ...refund } = answer.refund;
  const good = { ...found.payment, id: paymentId, refunds: [] };
  const [item] = good.items ?? [];
  const odd = [
    { ...good, id: 'txn_method', method: 'wire' },
    { ...good, id: 'txn_status', status: 'held' },
    { ...good, id: 'txn_item', items: [{ ...item, amount: -1 }] },
  ];
  const request = {
    account: ACCOUNT,
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-02-01T00:00:00.000Z',
    cursor: null,
    limit: 10,
  };
  const page = await answering(200, JSON.stringify({ data: [...odd, 7, good], nextCursor: 'next' }));
  expect(await page.processor.listCreatedPayments(request)).toMatchObject({
    kind: 'page',
    items: [{ transactionId }],
    unreadable: [
      { transactionId: 'txn_method', processorRefundId: null, fault: expect.stringContaining('method') },
      { transactionId: 'txn_status', fault: expect.stringContaining('status') },
      { transactionId: 'txn_item', fault: expect.stringContaining('items.0.amount') },
      { transactionId: '' },
    ],
    nextCursor: 'next',
  });
  const refunds = await answering(
    200,
    JSON.stringify({ data: [{ ...refund, paymentId, status: 'lost' }], nextCursor: null }),
  );
  const unreadable = {
    transactionId,
    processorRefundId: refund.id,
    fault: expect.stringContaining('status'),
  };
  expect(await refunds.processor.listCreatedRefunds(request)).toMatchObject({
    items: [],
    unreadable: [unreadable],
  });
  // It is there, and must not be taken for "not found" (B2).
  expect(
    await refunds.processor.findRefunds({
      account: ACCOUNT,
      transactionId,
      reference: refund.reference ?? '',
    }),
  ).toMatchObject({ kind: 'unreadable', ...unreadable });
  const others = await answering(
    200,
    JSON.stringify({ data: [{ ...good, account: 'acct_other' }], nextCursor: null }),
  );
  expect((await others.processor.listCreatedPayments(request)).kind).toBe('unavailable');
  for (const one of [page, refunds, others]) one.stop();
});

test.each([
  ['120', 120_000],
  ['999999999', 86_400_000],
  ['soon', 1_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
])('Retry-After: %s', async (retryAfter, afterMs) => {
  const busy = await answering(429, '', { 'retry-after': retryAfter });
  expect(await busy.processor.refund(sampleRequest(asId<TransactionId>('txn_1')))).toMatchObject({ afterMs });
  busy.stop();
});

/** A server that answers everything with this, to see how the adapter handles it. */
async function answering(status: number, body: string, headers: Record<string, string> = {}) {
  const server = createServer((_, response) => response.writeHead(status, headers).end(body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    processor: createProcessor({ url: `http://127.0.0.1:${port}`, apiKey: API_KEY }),
    stop: () => server.close(),
  };
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  server.close();
  await once(server, 'close');
  return port;
}
