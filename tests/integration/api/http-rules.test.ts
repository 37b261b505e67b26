// How the API treats HTTP itself: methods, entity tags, sizes, connections and what a program may ask of an answer.
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendRaw, type RawAnswer } from '../../support/hostile-requests.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { sessionOf, stepUp, type Session } from './session.ts';

let world: ApiWorld;
let owner: Session;
beforeAll(async () => {
  world = await createApiWorld();
  owner = await sessionOf(world, world.firm, 'owner');
  await stepUp(world, owner);
});
afterAll(() => world.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  call(world.url, `GET ${path}`, { key: world.key, headers });

describe('a method', () => {
  it('that a path does not have is refused with those that it has', async () => {
    const { status, headers, body } = await call(world.url, 'DELETE /v1/refunds/rf_1', { key: world.key });
    expect([status, body.code, headers.get('allow')]).toEqual([
      405,
      'method_not_allowed',
      'GET, HEAD, OPTIONS',
    ]);
  });

  it('may be asked for, also by a stranger', async () => {
    const { status, headers, text } = await call(world.url, 'OPTIONS /v1/refunds');
    expect([status, headers.get('allow'), text]).toEqual([204, 'GET, HEAD, OPTIONS, POST', '']);
  });

  it('is one of the path that is named, not of one with a parameter that is like it', async () => {
    const allowed = async (path: string) => (await call(world.url, `OPTIONS ${path}`)).headers.get('allow');
    expect(await allowed('/v1/refunds/preview')).toBe('OPTIONS, POST');
    expect(await allowed('/v1/clients/batch')).toBe('OPTIONS, POST');
    expect(await allowed('/v1/clients/clio-1')).toBe('GET, HEAD, OPTIONS, PUT');
  });

  it('is not found where the path is not', async () => {
    expect((await call(world.url, 'OPTIONS /v1/nothing')).status).toBe(404);
    expect((await call(world.url, 'POST /v1/nothing', { key: world.key, body: {} })).status).toBe(404);
  });

  it('HEAD answers as GET without the body, also where a stream is asked for', async () => {
    const { body } = await askForRefund(world, { transactionId: await world.pay() });
    const head = await fetch(`${world.url}/v1/refunds/${body.id}/events`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${world.key}`, accept: 'text/event-stream' },
    });
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await head.text()).toBe('');
  });
});

describe('a path', () => {
  it.each(['/v1/refunds/%2e%2e/payments', '/v1/refunds/../payments', '/v1/./refunds', '/v1/refunds/.%2E'])(
    'with a dot segment leads nowhere: %s',
    async (path) => {
      const headers = { authorization: `Bearer ${world.key}` };
      const { status, text } = await sendRaw(world.url, { method: 'GET', path, headers });
      expect([status, (JSON.parse(text) as Schemas['Problem']).code]).toEqual([404, 'not_found']);
    },
  );

  it('with an encoded slash names an ID that has one', async () => {
    const { status, body } = await get('/v1/matters/2026%2F014');
    expect([status, body.code]).toEqual([404, 'matter_not_found']);
  });
});

describe('a query', () => {
  it.each([
    ['limit=0x10', 'limit: must be a whole number in digits alone'],
    ['limit=1e1', 'limit: must be a whole number in digits alone'],
    ['limit=%20%205', 'limit: must be a whole number in digits alone'],
    ['limit=', 'limit: must be a whole number in digits alone'],
    ['minAmount=', 'minAmount: must be a whole number in digits alone'],
    ['maxAmount=1.5', 'maxAmount: must be a whole number in digits alone'],
    ['minAmount=2&maxAmount=1', 'maxAmount: must not be less than minAmount'],
    ['from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z', 'to: must not be before from'],
    ['from=2026-11-01T00:00:00+01:00', 'from: has a blank where its + was'],
    ['from=0000-01-01T00:00:00Z', 'from: must not be before the year 0001'],
    ['limit=1&limit=2', 'limit: this parameter was sent more than once'],
    ['surprise=1', 'surprise: this request does not accept it'],
    ['q=%00', 'without NUL'],
  ])('that is unclear is refused, and says how: %s', async (query, words) => {
    for (const path of ['/v1/payments', '/v1/refunds']) {
      const { status, body } = await get(`${path}?${query}`);
      expect([status, body.detail]).toEqual([400, expect.stringContaining(words)]);
    }
    if (query.startsWith('limit')) return;
    const { status, body } = await get(`/v1/exports/refunds?${query}`);
    expect([status, body.detail]).toEqual([400, expect.stringContaining(words)]);
  });

  it('names the fields that are not known', async () => {
    const { body } = await call(world.url, 'POST /v1/refunds/preview', {
      key: world.key,
      body: { transactionId: 'x', amount: 1 },
    });
    expect(body.faults).toEqual([{ field: 'amount', message: 'this request does not accept it' }]);
  });
});

describe('a content type', () => {
  it.each(['application/json', 'Application/JSON ; charset="UTF-8"', 'application/json ;q=1'])(
    'is JSON: %s',
    async (type) => {
      const { body } = await call(world.url, 'POST /v1/refunds/preview', {
        key: world.key,
        body: {},
        headers: { 'content-type': type },
      });
      expect(body.detail).toContain('transactionId');
    },
  );
});

describe('an entity tag', () => {
  it('is of every list, and spares it to whoever has it', async () => {
    const first = await get('/v1/payments');
    const tag = first.headers.get('etag') ?? '';
    const again = await get('/v1/payments', { 'if-none-match': `"other,one" , W/${tag}` });
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', tag]);
    for (const other of ['W/*', tag.slice(1, -1), `"a${tag}`, `${tag} ${tag}`]) {
      expect((await get('/v1/payments', { 'if-none-match': other })).status, other).toBe(200);
    }
  });

  it('keeps two owners from overwriting each other', async () => {
    const read = () => call<Schemas['Firm']>(world.url, 'GET /v1/firm', { headers: owner.headers });
    const change = (days: number, headers: Record<string, string> = {}) =>
      call(world.url, 'PATCH /v1/firm', {
        headers: { ...owner.headers, ...headers },
        body: { reminders: { remindAfter: [days], escalateAfter: 9 } },
      });
    const seen = (await read()).headers.get('etag') ?? '';
    expect((await change(1, { 'if-match': seen })).status).toBe(200);
    const late = await change(3, { 'if-match': seen });
    expect([late.status, late.body.code]).toEqual([412, 'changed_meanwhile']);
    const now = await read();
    expect(now.body.reminders.remindAfter).toEqual([1]);
    expect(late.headers.get('etag')).toBe(now.headers.get('etag'));
    expect((await change(3, { 'if-match': '*' })).status).toBe(200);
    expect((await change(4)).status).toBe(200);
  });
});

describe('a long answer', () => {
  const ask = (headers: Record<string, string>, path = '/v1/payments') =>
    new Promise<RawAnswer & { readonly bytes: Buffer }>((resolve, reject) => {
      request(`${world.url}${path}`, { headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: '', bytes });
        });
      })
        .on('error', reject)
        .end();
    });

  it('is packed for a program that takes it so', async () => {
    await world.pay();
    await world.pay();
    const authorization = `Bearer ${world.key}`;
    const plain = await ask({ authorization });
    const packed = await ask({ authorization, 'accept-encoding': 'br, gzip;q=0.5' });
    expect([packed.headers['content-encoding'], packed.headers.etag]).toEqual(['gzip', plain.headers.etag]);
    expect(gunzipSync(packed.bytes).toString()).toBe(plain.bytes.toString());
    const refused = await ask({ authorization, 'accept-encoding': 'gzip;q=0, br' });
    expect(refused.headers['content-encoding']).toBeUndefined();
  });

  it('is packed as it is read where it is a table', async () => {
    const authorization = `Bearer ${world.key}`;
    const path = '/v1/exports/payments';
    const plain = await ask({ authorization }, path);
    const table = await ask({ authorization, 'accept-encoding': 'gzip' }, path);
    expect(table.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(table.bytes).toString()).toBe(plain.bytes.toString());
  });

  it('is not packed for a session, whose browser others can make ask', async () => {
    const { headers } = await ask({ ...owner.headers, 'accept-encoding': 'gzip' });
    expect(headers['content-encoding']).toBeUndefined();
  });
});

describe('a body that is too large', () => {
  const big = 6 * 1024 * 1024;
  const send = (init: RequestInit, key = world.key) =>
    fetch(`${world.url}/v1/refunds/preview`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...init,
    });

  it('is refused so that its sender sees why', async () => {
    const answer = await send({ body: new Uint8Array(big) });
    expect([answer.status, ((await answer.json()) as Schemas['Problem']).code]).toEqual([413, 'too_large']);
    const stranger = await send({ body: new Uint8Array(big) }, 'mk_live_nobody');
    expect(stranger.status).toBe(401);
  });

  it('is refused in chunks too', async () => {
    const chunks = Array.from({ length: 6 }, () => new Uint8Array(1024 * 1024));
    const body = ReadableStream.from(chunks);
    const answer = await send({ body, duplex: 'half' });
    expect(answer.status).toBe(413);
  });
});

describe('a request ID', () => {
  it('of the sender comes back beside ours', async () => {
    const { headers, body } = await get('/v1/refunds/rf_1', { 'x-request-id': 'job-17/4' });
    expect(headers.get('x-client-request-id')).toBe('job-17/4');
    expect(headers.get('x-request-id')).toBe(body.requestId);
    expect(body.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('what a program accepts', () => {
  it('is a stream only if it does not refuse one', async () => {
    const { body } = await askForRefund(world, { transactionId: await world.pay() });
    const accept = 'text/event-stream;q=0, application/json';
    const { headers } = await get(`/v1/refunds/${body.id}/events`, { accept });
    expect(headers.get('content-type')).toBe('application/json');
  });
});
