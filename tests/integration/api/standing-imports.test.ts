// What was brought in can be read back, one by one and in pages, so that an importer compares before it sends.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

const asOf = '2026-11-23T12:00:00Z';
const NORA = { name: 'Nora Adler', email: 'nora@adler.example' };

it('gives back a client, a matter and an invoice as they were sent, with the ETag of the PUT', async () => {
  const client = { name: 'Dana Whitfield', email: null, closed: false };
  const matter = {
    ...{ number: '2026-901', name: 'Whitfield lease', users: [NORA], closed: false },
    client: { externalId: 'c-901', name: 'Dana Whitfield', email: null },
  };
  const invoice = {
    ...{ number: 'INV-901', matterExternalId: 'm-901', total: 125_000 },
    ...{ issuedOn: '2026-11-02', closed: true },
  };
  for (const [path, body] of [
    ['clients/c-901', client],
    ['matters/m-901', matter],
    ['invoices/i-901', invoice],
  ] as const) {
    const written = await call(world.url, `PUT /v1/${path}`, { key: world.key, body: { ...body, asOf } });
    const read = await call<Schemas['StandingMatter']>(world.url, `GET /v1/${path}`, { key: world.key });
    const etag = written.headers.get('etag');
    expect([read.status, read.headers.get('etag'), read.body.etag]).toEqual([200, etag, etag]);
    expect(read.body).toEqual({
      ...{ ...body, externalId: path.split('/')[1], etag },
      asOf: '2026-11-23T12:00:00.000Z',
    });
  }
});

it('refuses to replace what was read before somebody else changed it', async () => {
  const path = 'clients/c-902';
  const put = (name: string, headers: Record<string, string> = {}) =>
    call(world.url, `PUT /v1/${path}`, { key: world.key, headers, body: { name, asOf } });
  await put('Dana');
  const read = await call<Schemas['StandingClient']>(world.url, `GET /v1/${path}`, { key: world.key });
  await put('Dana W.');
  expect((await put('Dana V.', { 'if-match': read.body.etag })).body.code).toBe('changed_meanwhile');
});

it.each(['client', 'matter', 'invoice'])('does not find a %s that the firm does not have', async (kind) => {
  const { status, body } = await call(world.url, `GET /v1/${kind}s/none`, { key: world.key });
  expect([status, body.code]).toEqual([404, `${kind}_not_found`]);
});

it('lists all of them once, a page at a time', async () => {
  const rows = Array.from({ length: 7 }, (_, at) => ({
    externalId: `page-${at}`,
    name: `Client ${at}`,
    asOf,
  }));
  await call(world.url, 'POST /v1/clients/batch', { key: world.key, body: { rows } });
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = await pageOf(cursor);
    expect(page.data.length).toBeLessThanOrEqual(3);
    seen.push(...page.data.map(({ externalId }) => externalId));
    cursor = page.nextCursor ?? '';
  } while (cursor !== '');
  expect(seen.filter((id) => id.startsWith('page-'))).toEqual(rows.map(({ externalId }) => externalId));
  expect(new Set(seen).size).toBe(seen.length);
});

it.each(['clients', 'matters', 'invoices'])('refuses a cursor of %s that no page gave', async (kind) => {
  const { status } = await call(world.url, `GET /v1/${kind}?cursor=bm9uZQ`, { key: world.key });
  expect(status).toBe(400);
});

it('needs the scope import', async () => {
  const key = await giveKey(world.db, world.firm, ['read', 'refund', 'trust']);
  const { status, body } = await call(world.url, 'GET /v1/matters', { key });
  expect([status, body.action]).toEqual([403, 'data.import']);
});

type Page = { readonly data: Schemas['StandingClient'][]; readonly nextCursor: string | null };

async function pageOf(cursor: string): Promise<Page> {
  const query = cursor === '' ? 'limit=3' : `limit=3&cursor=${cursor}`;
  const { status, body } = await call<Page>(world.url, `GET /v1/clients?${query}`, { key: world.key });
  expect(status).toBe(200);
  return body;
}
