// Two firms in one installation: each route of the OpenAPI document, asked by the other firm's owner and by its key about
// what is the first firm's. A route that is added is here at once, and one with a new kind of ID says which it needs.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDefaultAccounts } from '@makewhole/db/bank-accounts/list-bank-accounts';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import { sendStatement } from './bank-calls.ts';
import { askForRefund, call } from './call.ts';
import { BODIES, GUARDED, NAMING, QUERIES } from './every-route.ts';
import { PASSWORD, givePerson, signIn, type Session } from './user-calls.ts';

/** What a route answers to whoever may ask, without naming anything. Streams of everything are files. */
const LISTING = GUARDED.filter(({ method, path }) => method === 'get' && !path.includes('{'));
/** A world, a company and their first requests, on a busy machine. */
const START_MS = 120_000;

let world: ApiWorld;
/** IDs of the first firm, by how its paths begin, and by the names of parameters. */
let ids: Readonly<Record<string, string>>;
let stranger: Session;
beforeAll(async () => {
  world = await createApiWorld();
  const transactionId = await world.pay();
  const { body: refund } = await askForRefund(world, { transactionId });
  const owner = await ownerOf(world.firm);
  stranger = await ownerOf(world.otherFirm);
  const firstOf = async (path: string) =>
    (await owner<{ data: { id: string }[] }>(`GET ${path}`)).body.data[0]?.id ?? '';
  const made = async (path: string, body: unknown) =>
    (await owner<{ id: string }>(`POST ${path}`, body)).body.id;
  await giveKey(world.db, world.firm);
  await owner('POST /v1/webhook-endpoints', { url: 'https://ours.example/hooks', description: 'Ours' });
  await bringIn();
  ids = {
    ...{ transactionId, '/v1/refunds': refund.id, matterId: world.firm.matterId, externalId: 'ours-only' },
    '/v1/users': await firstOf('/v1/users'),
    '/v1/api-keys': await firstOf('/v1/api-keys'),
    '/v1/connections': await firstOf('/v1/connections'),
    '/v1/bank-statements': await importStatement(),
    '/v1/bank-accounts': await firstOf('/v1/bank-accounts'),
    '/v1/sessions': await firstOf('/v1/sessions'),
    '/v1/reason-templates': await made('/v1/reason-templates', { label: 'Ours', text: 'Only ours' }),
    '/v1/webhook-endpoints': await firstOf('/v1/webhook-endpoints'),
    '/v1/opening-schedules': await made('/v1/opening-schedules', {
      ...{ bankAccountId: (await findDefaultAccounts(world.db, world.firm.firmId)).trust },
      ...{ cutOverOn: '2026-01-31', statementBalance: 0, balances: [], items: [] },
    }),
  };
}, START_MS);
afterAll(() => world.stop());

/** A client, a matter and an invoice of the first firm, which its own system calls ours-only. */
async function bringIn(): Promise<void> {
  const asOf = '2026-11-02T12:00:00Z';
  const put = async (path: string, body: object) => {
    const { status, text } = await call(world.url, `PUT ${path}/ours-only`, {
      key: world.key,
      body: { ...body, asOf },
    });
    expect(status, text).toBe(200);
  };
  const client = { name: 'Dana Whitfield' };
  await put('/v1/clients', client);
  await put('/v1/matters', {
    ...{ number: 'ours-only', name: 'Whitfield lease', users: [] },
    client: { ...client, externalId: 'ours-only' },
  });
  await put('/v1/invoices', {
    ...{ number: 'ours-only', matterExternalId: 'ours-only', total: 100_00, issuedOn: '2026-11-02' },
  });
}

/** Of the first firm. @returns its ID */
async function importStatement(): Promise<string> {
  const csv = 'date,description,amount\n2026-01-05,Dana Whitfield,1.00';
  return (await sendStatement(world.url, world.key, csv, { account: 'operating' })).body.id;
}

async function ownerOf(firm: ApiWorld['firm']): Promise<Session> {
  const session = await signIn(world, await givePerson(world, 'owner', firm));
  await session('POST /v1/step-up', { password: PASSWORD });
  return session;
}

/** What these kinds of ID name comes of events that this world does not have: one that is nobody's stands for it. */
const NOT_MADE_HERE = [
  ...['/v1/obligations', '/v1/notifications', '/v1/reconciliation-differences', '/v1/reconciliations'],
  ...['/v1/evidence', '/v1/webhook-deliveries'],
];
const PARTS: Readonly<Record<string, string>> = {
  // A name of the asking firm's own system: two firms may use the same one.
  externalId: 'ours-only',
  matterExternalId: 'ours-only',
  ...{ step: 'payment', monthEndId: 'me_1', lineId: 'bl_1', section: '4' },
};

function filled(path: string): string {
  const kind = path.split('/').slice(0, 3).join('/');
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const id = name === 'id' ? ids[kind] : (ids[name] ?? PARTS[name]);
    if (id !== undefined && id !== '') return id;
    if (name === 'id' && NOT_MADE_HERE.includes(kind)) return 'none_of_ours';
    throw new Error(
      `${path} names a {${name}} that this test does not know: make one of the first firm's in beforeAll`,
    );
  });
}

describe("the other firm's owner and key", () => {
  it.each(NAMING)('$method $path does not find it', async ({ method, path }) => {
    const what = `${method.toUpperCase()} ${filled(path)}${QUERIES[path] ?? ''}`;
    const body = method === 'get' || method === 'delete' ? undefined : (BODIES[path] ?? {});
    const answers = [await stranger(what, body), await call(world.url, what, { key: world.otherKey, body })];
    for (const { status, text } of answers) {
      // 400: its body is empty here, and nothing is looked up for it.
      expect(path in BODIES ? [403, 404] : [400, 403, 404], `${what}: ${text}`).toContain(status);
      expect(text).not.toContain('Dana Whitfield');
    }
  });

  it.each(LISTING)('$method $path shows nothing of the first firm', async ({ path }) => {
    const what = `GET ${path}${QUERIES[path] ?? ''}`;
    const answers = [await stranger(what), await call(world.url, what, { key: world.otherKey })];
    const secrets = [...Object.values(ids), world.firm.firmId].filter((id) => id !== '');
    for (const { text } of answers) {
      expect(secrets.filter((id) => text.includes(id))).toEqual([]);
    }
  });

  it('have changed nothing of the first firm', async () => {
    const [row] = await world.db.execute(sql`
      SELECT (SELECT status FROM refunds WHERE id = ${ids['/v1/refunds']}) AS refund,
             (SELECT count(*)::int FROM reason_templates WHERE id = ${ids['/v1/reason-templates']}) AS reasons,
             (SELECT count(*)::int FROM webhook_endpoints WHERE id = ${ids['/v1/webhook-endpoints']}) AS endpoints`);
    expect(row).toEqual({ refund: 'requested', reasons: 1, endpoints: 1 });
  });
});

describe('a suspended firm', () => {
  it('is let in by nothing, and the other one is', async () => {
    const owner = await ownerOf(world.firm);
    await world.db.execute(sql`UPDATE firms SET suspended_at = now() WHERE id = ${world.firm.firmId}`);
    expect((await owner('GET /v1/me')).status).toBe(401);
    expect((await call(world.url, 'GET /v1/me', { key: world.key })).status).toBe(401);
    expect((await stranger('GET /v1/me')).status).toBe(200);
    await world.db.execute(sql`UPDATE firms SET suspended_at = NULL WHERE id = ${world.firm.firmId}`);
    expect((await call(world.url, 'GET /v1/me', { key: world.key })).status).toBe(200);
  });
});
