import { randomUUID } from 'node:crypto';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleRequest } from '../../test-support/sample-request.ts';
import { API_KEY, startSandbox, type SandboxProcess } from '../../test-support/sandbox-process.ts';
import { createConnectedProcessors, type ConnectedProcessors } from '../connected-processors.ts';
import type { PageAnswer } from '../lists.ts';
import { createProcessor, type AccountProcessors } from '../../test-support/by-account.ts';
import { listPaymentsSince, listRefundsSince } from '../list-since.ts';

let sandbox: SandboxProcess;
let processor: AccountProcessors;
/** Each account is a connection of that ID. */
let connected: ConnectedProcessors;
beforeAll(async () => {
  sandbox = await startSandbox();
  processor = createProcessor({ url: sandbox.url, apiKey: API_KEY, lookupTimeoutMs: 2_000 });
  connected = createConnectedProcessors({
    find: async (account) => ({ kind: 'sandbox', account, credentials: null, isBroken: false }),
    unseal: () => null,
    installed: { url: sandbox.url, apiKey: API_KEY },
    report: async () => undefined,
    listFacts: () => Promise.resolve([]),
    tools: { now: () => new Date() },
  });
});
afterAll(() => sandbox.stop());

const THE_BEGINNING = '2000-01-01T00:00:00.000Z';

test('every refund of the merchant is on one page, whoever made it (B12), and none of another merchant', async () => {
  const account = `acct_${randomUUID()}`;
  const asked = [];
  for (let nth = 0; nth < 4; nth += 1) {
    const request = sampleRequest(await addPayment(account), { account, amount: money(100 + nth) });
    await processor.refund(request);
    asked.push(request.reference);
  }
  await sandbox.control('refund', { transactionId: await addPayment(account) });
  await sandbox.control('refund', { transactionId: await addPayment(`acct_${randomUUID()}`) });
  const found = await everyPage((cursor) =>
    listRefundsSince(connected, { connectionId: asId(account), since: THE_BEGINNING, cursor, limit: 2 }),
  );
  expect(found.map(({ reference }) => reference)).toEqual([...asked, null]);
});

test('a refund is listed again once it changed after the instant that is asked for', async () => {
  const account = `acct_${randomUUID()}`;
  const [settled, pending] = [await addPayment(account), await addPayment(account)];
  for (const one of [settled, pending]) await processor.refund(sampleRequest(one, { account }));
  await setClock(60_000);
  const since = new Date(Date.now() + 30_000).toISOString();
  const list = () =>
    everyPage((cursor) =>
      listRefundsSince(connected, { connectionId: asId(account), since, cursor, limit: 50 }),
    );
  expect(await list()).toEqual([]);
  await sandbox.control('settle', { transactionId: settled });
  expect(await list()).toMatchObject([{ transactionId: settled, status: 'succeeded' }]);
  await setClock(0);
});

test('payments are listed with their refunds, and again once one of them changed', async () => {
  const account = `acct_${randomUUID()}`;
  const ids = [await addPayment(account), await addPayment(account), await addPayment(account)];
  await sandbox.control('refund', { transactionId: ids[0] });
  const found = await everyPage((cursor) =>
    listPaymentsSince(connected, { connectionId: asId(account), since: THE_BEGINNING, cursor, limit: 1 }),
  );
  expect(new Set(found.map(({ transactionId }) => transactionId))).toEqual(new Set(ids));
  const refunded = found.filter(({ refundedAmount }) => refundedAmount > 0);
  expect(refunded).toMatchObject([{ transactionId: ids[0], refunds: [{ reference: null }] }]);
});

test('a list that is not answered, or whose cursor is none, is unavailable, never an empty page', async () => {
  const account = `acct_${randomUUID()}`;
  const request = { account, from: THE_BEGINNING, to: new Date().toISOString(), limit: 10 };
  const odd = await processor.listCreatedRefunds({ ...request, cursor: 'made up' });
  expect(odd).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('cursor') });
  for (const kind of ['error_500', 'garbled_answer']) {
    await sandbox.control('faults', { kind, operation: 'lookup', times: 2 });
    expect((await processor.listCreatedRefunds({ ...request, cursor: null })).kind).toBe('unavailable');
    expect((await processor.listCreatedPayments({ ...request, cursor: null })).kind).toBe('unavailable');
  }
});

function addPayment(account: string): Promise<TransactionId> {
  return sandbox.addPayment({ account });
}

function setClock(offsetMs: number): Promise<void> {
  return sandbox.control('clock', { offsetMs });
}

async function everyPage<Item>(
  list: (cursor: string | null) => Promise<PageAnswer<Item>>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let cursor: string | null = null;
  do {
    const answer: PageAnswer<Item> = await list(cursor);
    if (answer.kind !== 'page') throw new Error(answer.message);
    found.push(...answer.items);
    cursor = answer.nextCursor;
  } while (cursor !== null);
  return found;
}
