// A retry is known by what it asks for, however its JSON is written; and its answer says that it is an earlier one.
import { createHash, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idempotencyRecords } from '@makewhole/db/schema/idempotency';
import { sendRaw } from '../../support/hostile-requests.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { sessionOf, stepUp, type Session } from './session.ts';

/** What a test looks at, of an answer or a refusal. */
type Said = Pick<Schemas['Problem'], 'code' | 'detail' | 'refundId'>;

let world: ApiWorld;
let owner: Session;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
  await stepUp(world, owner);
});
afterAll(() => world.stop());

/** @param text the body, as it is sent */
function send(text: string, key: string) {
  return call<Said & Pick<Schemas['Refund'], 'id'>>(world.url, 'POST /v1/refunds', {
    key: world.key,
    body: text,
    headers: { 'idempotency-key': key },
  });
}

describe('the same request, written in another way', () => {
  it.each([
    ['its fields in another order', (id: string) => `{"reason":"Paid twice","transactionId":"${id}"}`],
    ['with spaces', (id: string) => `{ "transactionId" : "${id}",\n "reason": "Paid twice" }`],
    [
      'a field that is null',
      (id: string) => `{"transactionId":"${id}","reason":"Paid twice","internalNote":null}`,
    ],
    ['a character escaped', (id: string) => `{"transactionId":"${id}","reason":"P\\u0061id twice"}`],
  ])('%s: the same answer, marked as a replay', async (_what, written) => {
    const transactionId = await world.pay();
    const key = randomUUID();
    const first = await send(JSON.stringify({ transactionId, reason: 'Paid twice' }), key);
    const again = await send(written(transactionId), key);
    expect([again.status, again.text]).toEqual([202, first.text]);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });
});

describe('another request under the same key', () => {
  it('names the refund that the key made, and what to do', async () => {
    const transactionId = await world.pay();
    const key = randomUUID();
    const first = await send(JSON.stringify({ transactionId, reason: 'Paid twice' }), key);
    const { status, body } = await send(JSON.stringify({ transactionId, reason: 'Paid thrice' }), key);
    expect([status, body.code, body.refundId]).toEqual([422, 'idempotency_key_reused', first.body.id]);
    expect(body.detail).toContain('or send exactly what you sent before');
  });

  it('is one with a note, where the first had none', async () => {
    const transactionId = await world.pay();
    const key = randomUUID();
    await send(JSON.stringify({ transactionId, reason: 'Paid twice' }), key);
    const noted = await send(JSON.stringify({ transactionId, reason: 'Paid twice', internalNote: 'x' }), key);
    expect([noted.status, noted.body.code]).toEqual([422, 'idempotency_key_reused']);
  });
});

describe('a record from when requests were known by their bytes', () => {
  it('still replays the same bytes', async () => {
    const transactionId = await world.pay();
    const key = randomUUID();
    const text = JSON.stringify({ transactionId, reason: 'Paid twice' });
    const first = await send(text, key);
    const requestHash = createHash('sha256').update(text).digest('hex');
    await world.db.update(idempotencyRecords).set({ requestHash }).where(eq(idempotencyRecords.key, key));
    const again = await send(text, key);
    expect([again.status, again.text]).toEqual([202, first.text]);
    expect((await send(`${text} `, key)).body.code).toBe('idempotency_key_reused');
  });
});

describe('requests that race under one key', () => {
  it('make one refund, and all but one of their answers are replays', async () => {
    const transactionId = await world.pay();
    const key = randomUUID();
    const text = JSON.stringify({ transactionId, reason: 'Paid twice' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(text, key)));
    expect(new Set(answers.map(({ status, text: body }) => `${status} ${body}`)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(7);
  });
});

describe('a key that is sent twice', () => {
  it('is refused, even if both are the same', async () => {
    const { hostname } = new URL(world.url);
    const answer = await sendRaw(world.url, {
      method: 'POST',
      path: '/v1/refunds',
      headers: {
        host: hostname,
        authorization: `Bearer ${world.key}`,
        'content-type': 'application/json',
        // Two lines of a header arrive as this one.
        'idempotency-key': 'one, one',
      },
      body: JSON.stringify({ transactionId: 'txn_any', reason: 'Paid twice' }),
    });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('sent once');
  });
});

describe('a POST that makes something else', () => {
  const template = (text: string, headers: Record<string, string>) =>
    call<Said>(world.url, 'POST /v1/reason-templates', {
      headers: { ...owner.headers, ...headers },
      body: text,
    });

  it('makes it once for each key', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await template('{"label":"Paid twice","text":"Paid twice by mistake"}', key);
    const again = await template('{"text":"Paid twice by mistake", "label":"Paid twice"}', key);
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
    expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
    const other = await template('{"label":"Paid thrice","text":"Paid twice by mistake"}', key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('leaves the key free where it was refused', async () => {
    const key = { 'idempotency-key': randomUUID() };
    expect((await template('{"label":""}', key)).status).toBe(400);
    expect((await template('{"label":"Wrong client","text":"It was another client"}', key)).status).toBe(201);
  });

  it('guesses nothing about one that ended without an answer', async () => {
    const name = randomUUID();
    const key = { 'idempotency-key': name };
    const text = '{"label":"Wrong amount","text":"The amount was wrong"}';
    await template(text, key);
    const ofKey = eq(idempotencyRecords.key, name);
    await world.db.update(idempotencyRecords).set({ status: 0 }).where(ofKey);
    const soon = await template(text, key);
    expect([soon.status, soon.body.code]).toEqual([409, 'idempotency_key_in_use']);
    expect(soon.headers.get('retry-after')).toBe('5');
    await world.db
      .update(idempotencyRecords)
      .set({ createdAt: new Date(0) })
      .where(ofKey);
    const late = await template(text, key);
    expect(late.headers.get('retry-after')).toBeNull();
    expect(late.body.detail).toContain('may have taken effect');
  });

  it('takes none where its answer contains a secret', async () => {
    const { status, body } = await call(world.url, 'POST /v1/api-keys', {
      headers: { ...owner.headers, 'idempotency-key': randomUUID() },
      body: { name: 'A program', scopes: ['read'] },
    });
    expect([status, body.detail]).toEqual([400, expect.stringContaining('stored nowhere')]);
  });
});
