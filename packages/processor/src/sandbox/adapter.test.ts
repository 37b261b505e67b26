import { randomUUID } from 'node:crypto';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleRequest } from '../../test-support/sample-request.ts';
import { ACCOUNT, API_KEY, startSandbox, type SandboxProcess } from '../../test-support/sandbox-process.ts';
import { createProcessor, type AccountProcessors } from '../../test-support/by-account.ts';

let sandbox: SandboxProcess;
let processor: AccountProcessors;
beforeAll(async () => {
  sandbox = await startSandbox();
  processor = createProcessor({ url: sandbox.url, apiKey: API_KEY, lookupTimeoutMs: 500 });
});
afterAll(() => sandbox.stop());

const look = (transactionId: string, account = ACCOUNT) =>
  processor.getPayment({ account, transactionId: asId<TransactionId>(transactionId) });

const arm = (kind: string, more: object) => sandbox.control('faults', { kind, ...more });

test('a payment is found by its exact ID, in the words of the port', async () => {
  const transactionId = await sandbox.addPayment();
  expect(await look(transactionId)).toMatchObject({
    kind: 'found',
    payment: {
      transactionId,
      account: ACCOUNT,
      type: 'sale',
      status: 'settled',
      amount: 12_500,
      currency: 'USD',
      method: 'card',
      payer: { name: 'Dana Whitfield', email: 'dana@example.com' },
      items: [
        { account: 'operating', amount: 10_000 },
        { account: 'trust', amount: 2_500 },
      ],
      disputed: false,
      refundedAmount: 0,
      refunds: [],
    },
  });
});

test('an ID that is nearly right, or that no URL can carry, is not found (R1)', async () => {
  const transactionId = await sandbox.addPayment();
  const near = [
    transactionId.toUpperCase(),
    transactionId.slice(0, -1),
    `${transactionId}0`,
    `${transactionId} `,
    `${transactionId}/`,
    `../payments/${transactionId}`,
    `${transactionId}?x=1`,
    '',
    '.',
    '..',
    '\ud800',
  ];
  for (const other of near) expect([other, await look(other)]).toEqual([other, { kind: 'not_found' }]);
  expect(await look(transactionId, 'acct_other')).toEqual({ kind: 'not_found' });
});

test.each(['a/b', 'a%2Fb', 'a b', 'a+b', 'a?b#c', 'ünïcødé', '%FF'])(
  'the odd ID %s arrives byte for byte',
  async (odd) => {
    const transactionId = await sandbox.addPayment({ id: `${odd}${randomUUID()}` });
    expect(await look(transactionId)).toMatchObject({ kind: 'found', payment: { transactionId } });
  },
);

test('a refund is accepted once for its key (B1), and found by its reference and ID', async () => {
  const transactionId = await sandbox.addPayment();
  const asked = sampleRequest(transactionId);
  const first = await processor.refund(asked);
  expect(first).toMatchObject({
    kind: 'accepted',
    refund: { transactionId, amount: 12_500, currency: 'USD', status: 'pending', reference: asked.reference },
  });
  expect(await processor.refund(asked)).toEqual(first);
  expect(await sandbox.refundsOf(transactionId)).toHaveLength(1);

  const refund = first.kind === 'accepted' ? first.refund : undefined;
  const { reference } = asked;
  expect(await processor.findRefunds({ account: ACCOUNT, transactionId, reference })).toEqual({
    kind: 'found',
    refunds: [refund],
  });
  expect(await processor.getRefund({ account: ACCOUNT, transactionId, refundId: refund?.id ?? '' })).toEqual({
    kind: 'found',
    refund,
  });
});

test('the payment keeps its own status beside what was refunded of it', async () => {
  const transactionId = await sandbox.addPayment();
  await processor.refund(sampleRequest(transactionId));
  await sandbox.control('settle', { transactionId });
  expect(await look(transactionId)).toMatchObject({
    payment: { status: 'settled', refundedAmount: 12_500, refunds: [{ status: 'succeeded' }] },
  });
});

test('a payment that was refunded and came back as well is returned', async () => {
  const transactionId = await sandbox.addPayment({ method: 'ach' });
  await processor.refund(sampleRequest(transactionId));
  await sandbox.control('settle', { transactionId });
  await sandbox.control('return', { transactionId, target: 'payment' });
  expect(await look(transactionId)).toMatchObject({
    payment: { status: 'returned', refundedAmount: 12_500 },
  });
});

test('no refund with a reference is an empty answer, no refund with an ID is not found', async () => {
  const transactionId = await sandbox.addPayment();
  expect(await processor.findRefunds({ account: ACCOUNT, transactionId, reference: 'rf_none' })).toEqual({
    kind: 'found',
    refunds: [],
  });
  for (const refundId of ['re_none', '..', '']) {
    expect(await processor.getRefund({ account: ACCOUNT, transactionId, refundId })).toEqual({
      kind: 'not_found',
    });
  }
});

const AUTHORIZATION = { type: 'authorization', capturedAt: null, settledAt: null };

test.each([
  ['not_captured', AUTHORIZATION, {}],
  ['voided', { ...AUTHORIZATION, status: 'voided' }, {}],
  ['payment_returned', { method: 'ach', status: 'returned' }, {}],
  ['disputed', { disputed: true }, {}],
  ['amount_exceeds_remaining', {}, { amount: money(12_501) }],
  ['other', {}, { reference: 'r'.repeat(256) }],
])('a refund is refused with %s', async (code, seed, asked) => {
  const transactionId = await sandbox.addPayment(seed);
  expect(await processor.refund(sampleRequest(transactionId, asked))).toMatchObject({
    kind: 'refused',
    code,
  });
});

test('a refund of a payment that is not there, or that was refunded already, is refused', async () => {
  const transactionId = await sandbox.addPayment();
  const nobody = asId<TransactionId>('txn_nobody');
  await processor.refund(sampleRequest(transactionId));
  expect(await processor.refund(sampleRequest(nobody))).toMatchObject({ code: 'payment_not_found' });
  expect(await processor.refund(sampleRequest(transactionId))).toMatchObject({ code: 'already_refunded' });
});

test.each([
  [{ kind: 'timeout_after_success' }, 'timeout', 1],
  [{ kind: 'timeout_before' }, 'timeout', 0],
  [{ kind: 'timeout_after_success', ms: 0 }, 'connection_lost', 1],
  [{ kind: 'cut_connection' }, 'connection_lost', 0],
  [{ kind: 'error_500' }, 'server_error', 0],
  [{ kind: 'saved_500' }, 'server_error', 0],
  [{ kind: 'saved_500', refundMade: true }, 'server_error', 1],
  [{ kind: 'garbled_answer' }, 'unreadable_answer', 1],
])('%j is an unknown outcome: %s (B2)', async (fault, cause, refundsMade) => {
  const transactionId = await sandbox.addPayment();
  const asked = sampleRequest(transactionId, { timeoutMs: 1_500 });
  await arm(fault.kind, { ...fault, transactionId });
  expect(await processor.refund(asked)).toMatchObject({ kind: 'unknown', cause });
  const { reference } = asked;
  const found = await processor.findRefunds({ account: ACCOUNT, transactionId, reference });
  expect(found).toMatchObject({ kind: 'found', refunds: Array(refundsMade).fill({ reference }) });
});

test('a saved 500 is told from a new one when it is sent again', async () => {
  const transactionId = await sandbox.addPayment();
  const asked = sampleRequest(transactionId);
  await arm('saved_500', { transactionId });
  expect(await processor.refund(asked)).toMatchObject({ kind: 'unknown', cause: 'server_error' });
  expect(await processor.refund(asked)).toMatchObject({ kind: 'unknown', cause: 'saved_error' });
});

test('a send while another with its key is under way is unknown', async () => {
  const transactionId = await sandbox.addPayment();
  const asked = sampleRequest(transactionId);
  await arm('slow', { transactionId, ms: 1_500 });
  const answers = await Promise.all([processor.refund(asked), processor.refund(asked)]);
  expect(answers.map((answer) => answer.kind).sort()).toEqual(['accepted', 'unknown']);
  expect(answers).toContainEqual(expect.objectContaining({ cause: 'in_progress' }));
});

test('a key that was used for something else is unknown: that may have moved money', async () => {
  const transactionId = await sandbox.addPayment();
  const asked = sampleRequest(transactionId);
  await processor.refund(asked);
  const other = await processor.refund({ ...asked, amount: money(100) });
  expect(other).toMatchObject({ kind: 'unknown', cause: 'key_reused' });
});

test('another amount than was asked for is handed on for the caller to compare', async () => {
  const transactionId = await sandbox.addPayment();
  await arm('amount_mismatch', { transactionId, amount: 12_000, currency: 'EUR' });
  expect(await processor.refund(sampleRequest(transactionId))).toMatchObject({
    kind: 'accepted',
    refund: { amount: 12_000, currency: 'EUR' },
  });
});

test('too many requests: later, when the company says', async () => {
  const transactionId = await sandbox.addPayment();
  await arm('error_429', { transactionId, ms: 7_000 });
  expect(await processor.refund(sampleRequest(transactionId))).toMatchObject({
    kind: 'retry_later',
    afterMs: 7_000,
  });
  expect(await sandbox.refundsOf(transactionId)).toEqual([]);
});

test('a wrong key or address is no refusal: it is tried again when a person has mended it', async () => {
  const transactionId = await sandbox.addPayment();
  const wrongKey = createProcessor({ url: sandbox.url, apiKey: 'wrong' });
  expect(await wrongKey.refund(sampleRequest(transactionId))).toMatchObject({
    kind: 'retry_later',
    message: expect.stringContaining('unauthorized'),
  });
  expect(await wrongKey.getPayment({ account: ACCOUNT, transactionId })).toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('unauthorized'),
  });
});

test.each([
  'lookup_unavailable',
  'error_500',
  'error_429',
  'cut_connection',
  'timeout_before',
  'garbled_answer',
])('a lookup struck by %s is unavailable, never "not found"', async (kind) => {
  const transactionId = await sandbox.addPayment();
  const asked = sampleRequest(transactionId);
  const answer = await processor.refund(asked);
  const refundId = answer.kind === 'accepted' ? answer.refund.id : '';
  const { account, reference } = asked;
  await arm(kind, { operation: 'lookup', transactionId, times: 3 });
  const answers = [
    await processor.getPayment({ account, transactionId }),
    await processor.getRefund({ account, transactionId, refundId }),
    await processor.findRefunds({ account, transactionId, reference }),
  ];
  expect(answers.map((found) => found.kind)).toEqual(['unavailable', 'unavailable', 'unavailable']);
});

test('an authorization is voided (R12), and what cannot be is refused', async () => {
  const authorization = await sandbox.addPayment(AUTHORIZATION);
  const sale = await sandbox.addPayment();
  const release = (transactionId: TransactionId, idempotencyKey: string = randomUUID()) =>
    processor.voidAuthorization({ account: ACCOUNT, transactionId, idempotencyKey, timeoutMs: 1_500 });
  const key = randomUUID();
  await arm('timeout_after_success', { operation: 'void', transactionId: authorization });
  expect(await release(authorization, key)).toMatchObject({ kind: 'unknown', cause: 'timeout' });
  expect(await release(authorization, key)).toMatchObject({ kind: 'voided', payment: { status: 'voided' } });
  expect(await release(authorization)).toMatchObject({ kind: 'refused', code: 'voided' });
  expect(await release(sale)).toMatchObject({ kind: 'refused', code: 'already_captured' });
  for (const id of ['txn_nobody', '..']) {
    expect(await release(asId<TransactionId>(id))).toMatchObject({ code: 'payment_not_found' });
  }
});
