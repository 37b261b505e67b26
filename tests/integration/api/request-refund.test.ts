import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRefunds } from '@makewhole/db/refunds/list-refunds';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Answer, type Schemas } from './call.ts';

// No Temporal anywhere here: everything that the caller sees of a request has to work without it.
let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const preview = <Body = Schemas['RefundPreview']>(body: unknown) =>
  call<Body>(world.url, 'POST /v1/refunds/preview', { key: world.key, body });
const refundsOf = async (transactionId: string) => {
  const page = await listRefunds(world.db, { firmId: world.firm.firmId, limit: 100 });
  return page?.data.filter((refund) => refund.transactionId === transactionId);
};

describe('POST /v1/refunds/preview', () => {
  it('tells what would happen, and writes nothing', async () => {
    const transactionId = await world.pay({ parts: [{ of: 'trust', amount: 800_00 }] });
    const { status, body } = await preview({ transactionId });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      eligibility: { refundable: true },
      recipients: [{ email: 'luis@adler.example' }, { email: 'nora@adler.example' }],
      trustSteps: { from: 'succeeded', due: { bankDays: 2, after: 'owed' } },
      warnings: ['trust_steps_owed'],
    });
    expect(body.postings.map((posting) => posting.step)).toEqual([
      'operating_debit',
      'trust_payment',
      'trust_deposit',
    ]);
    expect(body.expected.earliest < body.expected.latest).toBe(true);
    expect(await refundsOf(transactionId)).toEqual([]);
  });

  it('shows the refund that stands instead of the button', async () => {
    const transactionId = await world.pay();
    const { body: refund } = await askForRefund(world, { transactionId });
    const { body } = await preview({ transactionId });
    expect(body.eligibility).toMatchObject({ refundable: false, code: 'already_refunded' });
    expect(body.eligibility.message).toContain(refund.id);
    expect(body.postings).toEqual([]);
  });

  it('knows of a payment that has settled since it was looked up first', async () => {
    const transactionId = await world.pay({ parts: [{ of: 'invoice', amount: 50_00 }], unsettled: true });
    expect((await preview({ transactionId })).body.eligibility.code).toBe('not_settled');
    await world.sandbox.settle(transactionId);
    expect((await preview({ transactionId })).body.eligibility.refundable).toBe(true);
  });

  it('answers 404 to an ID that is not exact', async () => {
    const transactionId = await world.pay();
    const { status, body } = await preview<Schemas['Problem']>({
      transactionId: transactionId.toUpperCase(),
    });
    expect([status, body.code]).toEqual([404, 'transaction_not_found']);
  });
});

describe('POST /v1/refunds', () => {
  it('notes a refund, and says where it is', async () => {
    const transactionId = await world.pay();
    const { status, headers, body } = await askForRefund(world, { transactionId, internalNote: 'By phone' });
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/v1/refunds/${body.id}`);
    expect(headers.get('retry-after')).toBe('1');
    expect(body).toMatchObject({
      transactionId,
      status: 'requested',
      amount: 125_000,
      currency: 'USD',
      legs: [{ account: 'operating', amount: 125_000 }],
      reason: 'Paid twice by mistake',
      late: false,
      failure: null,
      obligations: [],
      postings: [],
      closedAt: null,
      workflow: { id: `refund:${transactionId}:${body.id}`, runId: null, url: null },
      version: 1,
    });
    // A key's scopes let nobody read what the firm keeps to itself.
    expect(body).not.toHaveProperty('internalNote');
    const found = await call(world.url, `GET ${headers.get('location')}`, { key: world.key });
    expect(found.body).toEqual(body);
  });

  it('refunds when what was previewed is confirmed, and refuses when it has changed', async () => {
    const transactionId = await world.pay();
    const { previewHash } = (await preview({ transactionId })).body;
    const stale = await askForRefund(world, { transactionId, previewHash: 'of another preview' });
    expect([stale.status, stale.body.code]).toEqual([409, 'preview_stale']);
    expect((await askForRefund(world, { transactionId, previewHash })).status).toBe(202);
  });

  it('answers 404 to an ID that is not exact, and notes nothing', async () => {
    const transactionId = await world.pay();
    const ids = [
      transactionId.slice(0, -1),
      transactionId.toUpperCase(),
      `${transactionId}1`,
      `${transactionId} `,
      ` ${transactionId}`,
      `${transactionId}\u0000`,
      `${transactionId}\u200b`,
      `\ud800${transactionId}`,
      'x'.repeat(5_000),
    ];
    for (const id of ids) {
      const { status, body } = await askForRefund(world, { transactionId: id });
      expect([status, body.code], JSON.stringify(id)).toEqual([404, 'transaction_not_found']);
    }
    expect(await refundsOf(transactionId)).toEqual([]);
  });

  it('answers 404 to another firm, and does not give away that there is a refund', async () => {
    const transactionId = await world.pay();
    const { body: refund } = await askForRefund(world, { transactionId });
    const foreign = { ...world, key: world.otherKey };
    const { status, body, text } = await askForRefund(foreign, { transactionId });
    expect([status, body.code]).toEqual([404, 'transaction_not_found']);
    expect(text).not.toContain(refund.id);
  });

  it('says why and from when, where a payment cannot be refunded', async () => {
    const tooMuch = await world.pay({ parts: [{ of: 'trust', amount: 9_999_00 }] });
    const { status, body } = await askForRefund(world, { transactionId: tooMuch });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'not_refundable',
      reason: 'trust_balance_insufficient',
      refundableFrom: null,
    });
  });

  it('is answered by where the payment stands now, not by where it stood when it was looked up first', async () => {
    const transactionId = await world.pay({ parts: [{ of: 'invoice', amount: 50_00 }], unsettled: true });
    const early = await askForRefund<Schemas['Problem']>(world, { transactionId });
    expect([early.status, early.body.reason]).toEqual([422, 'not_settled']);
    await world.sandbox.settle(transactionId);
    expect((await askForRefund(world, { transactionId })).status).toBe(202);
  });

  it('answers 409 with the refund that stands', async () => {
    const transactionId = await world.pay();
    const { body: first } = await askForRefund(world, { transactionId });
    const { status, body } = await askForRefund<Schemas['Problem']>(world, { transactionId });
    expect([status, body.code, body.refundId]).toEqual([409, 'already_refunded', first.id]);
    expect(body.detail).toContain('in progress (requested)');
  });
});

describe('a request that is not valid', () => {
  const valid = { transactionId: 'txn_any', reason: 'Paid twice' };
  const CASES: readonly (readonly [string, unknown])[] = [
    ['an amount', { ...valid, amount: 100 }],
    ['a field that is misspelt', { ...valid, internalnote: 'x' }],
    ['no reason', { transactionId: 'txn_any' }],
    ['an empty reason', { ...valid, reason: '' }],
    ['a reason of spaces', { ...valid, reason: '   ' }],
    ['a reason of 501 characters', { ...valid, reason: 'x'.repeat(501) }],
    ['a control character in the reason', { ...valid, reason: 'Paid\u0007twice' }],
    ['a NUL in the note', { ...valid, internalNote: 'a\u0000b' }],
    ['half a character in the reason', { ...valid, reason: 'Paid \ud83d twice' }],
    ['a number as transaction ID', { ...valid, transactionId: 42 }],
    ['an empty transaction ID', { ...valid, transactionId: '' }],
    ['a list', [valid]],
    ['null', 'null'],
    ['no JSON', '{"transactionId": '],
    ['nothing', ''],
  ];

  it.each(CASES)('with %s is refused, and its fault named', async (_what, body) => {
    const { status, body: answer } = await call(world.url, 'POST /v1/refunds', {
      key: world.key,
      body,
      headers: { 'idempotency-key': randomUUID() },
    });
    expect([status, answer.code]).toEqual([400, 'invalid_request']);
    expect(answer.detail.length).toBeGreaterThan(10);
  });

  it('names the field', async () => {
    const { body } = await askForRefund<Schemas['Problem']>(world, { transactionId: 'txn_any', amount: 100 });
    expect(body.detail).toContain('amount');
  });

  it('without an Idempotency-Key has a code of its own', async () => {
    const keys = [undefined, ''];
    for (const key of keys) {
      const { status, body } = await call(world.url, 'POST /v1/refunds', {
        key: world.key,
        body: valid,
        headers: key === undefined ? {} : { 'idempotency-key': key },
      });
      expect([status, body.code]).toEqual([400, 'idempotency_key_missing']);
    }
  });

  it.each(['x'.repeat(256), 'with space', 'é'])('with the Idempotency-Key %s is refused', async (key) => {
    const { status, body } = await askForRefund(world, valid, key);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
  });

  it('is refused where it is no JSON by its own word', async () => {
    const { status, body } = await call(world.url, 'POST /v1/refunds', {
      key: world.key,
      body: JSON.stringify(valid),
      headers: { 'content-type': 'text/plain', 'idempotency-key': randomUUID() },
    });
    expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
  });

  it('is refused where it is too large', async () => {
    const { status, body } = await askForRefund(world, { ...valid, internalNote: 'x'.repeat(70_000) });
    expect([status, body.code]).toEqual([413, 'too_large']);
  });
});

describe('the Idempotency-Key', () => {
  it('gives the same answer again, byte for byte, whatever became of the refund', async () => {
    const transactionId = await world.pay();
    const key = randomUUID();
    const first = await askForRefund(world, { transactionId }, key);
    await call(world.url, `POST /v1/refunds/${first.body.id}/cancel`, { key: world.key });
    const again = await askForRefund(world, { transactionId }, key);
    expect(seenOf(again)).toEqual(seenOf(first));
    expect(await refundsOf(transactionId)).toHaveLength(1);
  });

  it('is refused with another body', async () => {
    const transactionId = await world.pay();
    const key = randomUUID();
    await askForRefund(world, { transactionId }, key);
    const { status, body } = await askForRefund(world, { transactionId, reason: 'Another' }, key);
    expect([status, body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('is free again where the request was refused', async () => {
    const transactionId = await world.pay();
    const key = randomUUID();
    const refused = await askForRefund(world, { transactionId: `${transactionId}x` }, key);
    const taken = await askForRefund(world, { transactionId }, key);
    expect([refused.status, taken.status]).toEqual([404, 202]);
  });

  it('is one of its own for each caller', async () => {
    const key = randomUUID();
    const other = { ...world, key: await giveKey(world.db, world.firm) };
    const mine = await askForRefund(world, { transactionId: await world.pay() }, key);
    const theirs = await askForRefund(other, { transactionId: await world.pay() }, key);
    expect([mine.status, theirs.status]).toEqual([202, 202]);
  });

  it('makes one refund of twenty requests that race with the same key', async () => {
    const transactionId = await world.pay();
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => askForRefund(world, { transactionId }, key)),
    );
    const [first] = answers;
    expect(first?.status).toBe(202);
    for (const answer of answers) expect(seenOf(answer)).toEqual(first && seenOf(first));
    expect(await refundsOf(transactionId)).toHaveLength(1);
  });

  it('lets one of twenty requests win that race with different keys', async () => {
    const transactionId = await world.pay();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => askForRefund(world, { transactionId })),
    );
    const [winner, ...others] = answers.toSorted((one, other) => one.status - other.status);
    expect(winner?.status).toBe(202);
    for (const { status, body } of others) {
      expect([status, body.code, body.refundId]).toEqual([409, 'already_refunded', winner?.body.id]);
    }
    expect(await refundsOf(transactionId)).toHaveLength(1);
  });
});

/** What a caller gets to see, but for what belongs to the one request. */
function seenOf({ status, headers, text }: Answer<unknown>) {
  const own = new Set(['date', 'x-request-id', 'idempotent-replayed']);
  return { status, text, headers: [...headers].filter(([name]) => !own.has(name)) };
}
