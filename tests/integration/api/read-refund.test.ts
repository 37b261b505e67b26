import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKeyHash } from '@makewhole/db/api-keys/api-key-hash';
import { changeUser } from '@makewhole/db/users/change-user';
import { apiKeys } from '@makewhole/db/schema/firms';
import { byOwner } from '../../support/small-firm.ts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Answer, type Call, type Schemas } from './call.ts';
import { openEventStream } from './event-stream.ts';
import { givePerson, signIn } from './user-calls.ts';

type EventPage = Schemas['RefundEventPage'];

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const get = <Body = Schemas['Problem']>(path: string, options: Call = {}) =>
  call<Body>(world.url, `GET ${path}`, { key: world.key, ...options });
const cancel = (id: string) => call(world.url, `POST /v1/refunds/${id}/cancel`, { key: world.key });
const askForOne = async (): Promise<string> => {
  const { body } = await askForRefund(world, { transactionId: await world.pay() });
  return body.id;
};

describe('GET /v1/refunds/{id}', () => {
  it('answers 304 to who has it already, and 200 once it has changed', async () => {
    const path = `/v1/refunds/${await askForOne()}`;
    const first = await get<Schemas['Refund']>(path);
    const etag = first.headers.get('etag') ?? '';
    const same = await get(path, { headers: { 'if-none-match': etag } });
    const weak = await get(path, { headers: { 'if-none-match': `"other", W/${etag}` } });
    expect([same.status, same.text, weak.status]).toEqual([304, '', 304]);
    expect(same.headers.get('etag')).toBe(etag);
    await cancel(first.body.id);
    const changed = await get(path, { headers: { 'if-none-match': etag } });
    expect([changed.status, changed.body.status]).toEqual([200, 'canceled']);
  });

  it('hints when to look again, until it is closed', async () => {
    const id = await askForOne();
    expect((await get(`/v1/refunds/${id}`)).headers.get('retry-after')).toBe('1');
    await cancel(id);
    expect((await get(`/v1/refunds/${id}`)).headers.get('retry-after')).toBeNull();
  });

  it('with Prefer: wait answers at the next change', async () => {
    const id = await askForOne();
    const startedAt = performance.now();
    const waiting = get(`/v1/refunds/${id}`, { headers: { prefer: 'wait=30' } });
    // Whether the change comes before the wait has begun or after it: the answer shows it.
    await cancel(id);
    const { status, headers, body } = await waiting;
    expect([status, body.status]).toEqual([200, 'canceled']);
    expect(headers.get('preference-applied')).toBe('wait=30');
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('with Prefer: wait tells who has it that nothing changed, when the time is over', async () => {
    const path = `/v1/refunds/${await askForOne()}`;
    const etag = (await get(path)).headers.get('etag') ?? '';
    const startedAt = performance.now();
    const { status } = await get(path, {
      headers: { 'if-none-match': etag, prefer: 'respond-async, wait=1' },
    });
    expect(status).toBe(304);
    expect(performance.now() - startedAt).toBeGreaterThan(900);
  });

  it('with Prefer: wait answers at once where the caller has an older one, or nothing more is to come', async () => {
    const id = await askForOne();
    const startedAt = performance.now();
    const older = await get(`/v1/refunds/${id}`, { headers: { 'if-none-match': '"0"', prefer: 'wait=30' } });
    await cancel(id);
    const closed = await get(`/v1/refunds/${id}`, { headers: { prefer: 'wait=30' } });
    expect([older.status, closed.status]).toEqual([200, 200]);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('shows the emails and the internal note to people of the firm alone', async () => {
    const { body: asked } = await askForRefund(world, {
      transactionId: await world.pay(),
      internalNote: 'By phone',
    });
    const { body } = await get(`/v1/refunds/${asked.id}`);
    expect(body).not.toHaveProperty('internalNote');
    expect(body).not.toHaveProperty('notifications');
  });

  it.each(['rf_unknown', 'rf_%00', '%20', 'RF_X', '..%2Fpayments'])('answers 404 to %s', async (id) => {
    const { status, body } = await get(`/v1/refunds/${id}`);
    expect([status, body.code]).toEqual([404, 'refund_not_found']);
  });
});

describe('GET /v1/refunds', () => {
  it('lists by status and by being open, newest first', async () => {
    const [older, newer] = [await askForOne(), await askForOne()];
    await cancel(older);
    const ids = async (query: string) => {
      const { body } = await get<Schemas['RefundPage']>(`/v1/refunds?${query}`);
      return body.data.map((refund) => refund.id);
    };
    expect((await ids('limit=2')).slice(0, 2)).toEqual([newer, older]);
    expect(await ids('status=canceled')).toContain(older);
    expect(await ids('status=canceled')).not.toContain(newer);
    expect(await ids('open=true')).toContain(newer);
    expect(await ids('open=true')).not.toContain(older);
    expect(await ids('from=2999-01-01T00:00:00Z')).toEqual([]);
    expect(await ids('to=2000-01-01T00:00:00%2B02:00')).toEqual([]);
  });

  it('finds refunds by their payment, and counts all that it finds', async () => {
    const { body: wanted } = await askForRefund(world, { transactionId: await world.pay() });
    const { body: other } = await askForRefund(world, { transactionId: await world.pay() });
    const search = async (q: string) => (await get<Schemas['RefundPage']>(`/v1/refunds?limit=1&${q}`)).body;
    const found = await search(`q=${wanted.transactionId.slice(3)}`);
    expect([found.data.map(({ id }) => id), found.count]).toEqual([[wanted.id], 1]);
    const all = await search('');
    expect([all.data[0]?.id, all.count >= 2]).toEqual([other.id, true]);
    expect((await search('q=nothing-like-it')).count).toBe(0);
  });

  it('finds refunds by what is known of their payments, and counts them', async () => {
    const { body: refund } = await askForRefund(world, { transactionId: await world.pay() });
    const found = await get<Schemas['RefundPage']>(`/v1/refunds?q=${refund.transactionId.slice(5, 20)}`);
    expect(found.body).toMatchObject({ data: [{ id: refund.id }], nextCursor: null, count: 1 });
    const foreign = await get<Schemas['RefundPage']>('/v1/refunds', { key: world.otherKey });
    expect(foreign.body).toEqual({ data: [], nextCursor: null, count: 0 });
  });

  it('gives each refund once over its pages', async () => {
    await askForOne();
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page: Answer<Schemas['RefundPage']> = await get(`/v1/refunds?limit=2${after}`);
      const { data, nextCursor } = page.body;
      seen.push(...data.map((refund) => refund.id));
      after = nextCursor === null ? null : `&cursor=${nextCursor}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(2);
  });

  it.each(['open=yes', 'open=1', 'status=done', 'from=yesterday', 'cursor=AAAA', 'amount=1'])(
    'refuses %s',
    async (query) => {
      const { status, body } = await get(`/v1/refunds?${query}`);
      expect([status, body.code]).toEqual([400, 'invalid_request']);
    },
  );
});

describe('GET /v1/refunds/{id}/workflow', () => {
  it('says that the workflow does not answer, and that the refund is safe', async () => {
    const { status, body } = await get(`/v1/refunds/${await askForOne()}/workflow`);
    expect([status, body.code]).toEqual([503, 'workflow_unavailable']);
    expect(body.detail).toContain('safe');
  });
});

describe('GET /v1/refunds/{id}/events', () => {
  it('lists the timeline in pages, oldest first', async () => {
    const id = await askForOne();
    await cancel(id);
    const first = await get<EventPage>(`/v1/refunds/${id}/events?limit=1`);
    const second = await get<EventPage>(`/v1/refunds/${id}/events?limit=1&cursor=${first.body.nextCursor}`);
    expect(first.body.data).toMatchObject([{ id: '1', type: 'refund.requested', data: { amount: 125_000 } }]);
    expect(second.body.data).toMatchObject([{ id: '2', type: 'refund.canceled' }]);
    expect(second.body.data[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('follows the refund live', async () => {
    const id = await askForOne();
    const stream = await openEventStream(`${world.url}/v1/refunds/${id}/events`, world.key);
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    expect(await stream.next()).toMatchObject({ id: '1', data: { type: 'refund.requested' } });
    await cancel(id);
    expect(await stream.next()).toMatchObject({ id: '2', data: { type: 'refund.canceled', id: '2' } });
    await stream.close();
  });

  it('goes on after the last event that the reader has', async () => {
    const id = await askForOne();
    await cancel(id);
    const stream = await openEventStream(`${world.url}/v1/refunds/${id}/events`, world.key, {
      'last-event-id': '1',
    });
    expect(await stream.next()).toMatchObject({ id: '2' });
    await stream.close();
  });

  it.each(['the key is revoked', 'the person is disabled', 'the session ends'])(
    'ends before the next event where %s, without telling it',
    async (what) => {
      const id = await askForOne();
      const person = await givePerson(world, 'viewer');
      const session = await signIn(world, person);
      const key = await giveKey(world.db, world.firm, ['read']);
      const isKey = what === 'the key is revoked';
      const headers: Record<string, string> = isKey ? {} : { cookie: session.cookie };
      const stream = await openEventStream(
        `${world.url}/v1/refunds/${id}/events`,
        isKey ? key : null,
        headers,
      );
      expect(await stream.next()).toMatchObject({ id: '1' });
      if (isKey)
        await world.db
          .update(apiKeys)
          .set({ revokedAt: new Date() })
          .where(eq(apiKeys.hash, apiKeyHash(key)));
      else if (what === 'the session ends') await session('POST /auth/sign-out', {});
      else await changeUser(world.db, byOwner(world.firm), person.id, { disabled: true });
      await cancel(id);
      expect(await stream.next()).toBeNull();
    },
  );

  it('lets one firm have a hundred and fifty streams, and says so; another firm has its own', async () => {
    const id = await askForOne();
    const url = `${world.url}/v1/refunds/${id}/events`;
    const keys = await Promise.all(Array.from({ length: 5 }, () => giveKey(world.db, world.firm, ['read'])));
    const streams = await Promise.all(
      keys.flatMap((key) => Array.from({ length: 30 }, () => openEventStream(url, key))),
    );
    expect(streams.every(({ status }) => status === 200)).toBe(true);
    const refused = await get(`/v1/refunds/${id}/events`, {
      key: world.key,
      headers: { accept: 'text/event-stream' },
    });
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_streams']);
    expect(refused.body.detail).toContain('A firm can have');
    await Promise.all(streams.map((stream) => stream.close()));
  });

  it('lets one caller have thirty streams, and counts those that were left', async () => {
    const id = await askForOne();
    const key = await giveKey(world.db, world.firm, ['read']);
    const url = `${world.url}/v1/refunds/${id}/events`;
    const streams = await Promise.all(Array.from({ length: 30 }, () => openEventStream(url, key)));
    const refused = await get(`/v1/refunds/${id}/events`, { key, headers: { accept: 'text/event-stream' } });
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_streams']);
    await Promise.all(streams.map((stream) => stream.close()));
    await expect
      .poll(async () => {
        const again = await openEventStream(url, key);
        await again.close();
        return again.status;
      })
      .toBe(200);
  });
});

describe('GET /v1/obligations', () => {
  it('refuses what it does not know', async () => {
    const { status, body } = await get('/v1/obligations?kind=favour');
    expect([status, body.code]).toEqual([400, 'invalid_request']);
  });
});
