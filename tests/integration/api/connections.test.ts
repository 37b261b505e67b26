// Connections to payment companies over the API: who may make one, what is checked first, and that no answer tells a secret.
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq, sql } from 'drizzle-orm';
import { processorConnections } from '@makewhole/db/schema/connections';
import { firms } from '@makewhole/db/schema/firms';
import { recordConnectionHealth } from '@makewhole/db/obligations/connection-health';
import { asId, type ConnectionId } from '@makewhole/domain/ids';
import { keyRingSchema } from '@makewhole/runtime/key-ring';
import { SANDBOX_API_KEY } from '../../support/sandbox-control.ts';
import { secondsNow, signed } from '../../support/standard-webhook.ts';
import { createApiWorld, type ApiWorld } from './api-world.ts';
import { call, type Schemas } from './call.ts';
import { sessionOf, stepUp, type Session } from './session.ts';

type Connection = Schemas['Connection'] & Pick<Schemas['Problem'], 'code' | 'detail'>;

const SECRET = `whsec_${randomBytes(24).toString('base64')}`;
let world: ApiWorld;
let owner: Session;
beforeAll(async () => {
  world = await createApiWorld({
    CREDENTIAL_KEYS: keyRingSchema.parse(`k1:${randomBytes(32).toString('base64')}`),
    MAKEWHOLE_ALLOW_PROCESSOR_URL: true,
  });
  owner = await proved('owner');
});
afterAll(() => world.stop());

async function proved(role: 'owner' | 'lawyer' | 'admin', of = world.firm): Promise<Session> {
  const session = await sessionOf(world, of, role);
  await stepUp(world, session);
  return session;
}

function ask<Body = Connection>(what: string, body?: unknown, { headers }: Session = owner) {
  return call<Body>(world.url, what, { headers, ...(body !== undefined && { body }) });
}

const credentials = (apiKey = SANDBOX_API_KEY) => ({
  url: world.sandbox.url,
  apiKey,
  webhookSecrets: [SECRET],
});
const wanted = (over: object = {}) => ({
  ...{ kind: 'sandbox', label: 'Second account', mode: 'test', account: `acct_${randomUUID()}` },
  ...{ drawsOn: { card: 'operating', ach: 'operating' }, credentials: credentials() },
  ...over,
});

async function connected(over: object = {}) {
  const { status, body, text } = await ask('POST /v1/connections', wanted(over));
  if (status !== 201) throw new Error(`It was not connected: ${text}`);
  return body;
}

describe('a connection', () => {
  it('is made once its credentials were checked, and no answer has them', async () => {
    const made = await ask('POST /v1/connections', wanted());
    expect([made.status, made.body]).toMatchObject([
      201,
      {
        ...{ kind: 'sandbox', mode: 'test', status: 'active', settles: 'gross', paysOutTo: 'mixed' },
        lossesDebit: { card: 'operating', ach: 'operating' },
        credentials: { version: 1, hint: SANDBOX_API_KEY.slice(-4), awaitsConfirmation: false },
        report: { mode: 'test', problems: [] },
      },
    ]);
    const listed = await ask<{ data: Connection[] }>('GET /v1/connections');
    expect(listed.body.data.map(({ label }) => label)).toEqual(['Sandbox', 'Second account']);
    for (const text of [made.text, listed.text]) {
      expect(text).not.toContain(SANDBOX_API_KEY);
      expect(text).not.toContain(SECRET);
    }
  });

  it('whose key the company refuses is not stored, and the refusal says what to do', async () => {
    const before = (await ask<{ data: Connection[] }>('GET /v1/connections')).body.data.length;
    const refused = await ask(
      'POST /v1/connections',
      wanted({ credentials: credentials('rk_wrong_key_9999') }),
    );
    expect([refused.status, refused.body.code]).toEqual([422, 'connection_refused']);
    expect(refused.body.detail).toContain('API key');
    expect(refused.text).not.toContain('rk_wrong_key_9999');
    expect((await ask<{ data: Connection[] }>('GET /v1/connections')).body.data).toHaveLength(before);
  });

  it.each([
    ['without a key', { credentials: { webhookSecrets: [] } }, 422],
    ['of a company that is none', { kind: 'paypal' }, 400],
    ['whose name has a line break', { label: 'A\nB' }, 400],
    ['that does not say what refunds are drawn on', { drawsOn: undefined }, 400],
  ])('%s is refused', async (_, over, status) => {
    expect((await ask('POST /v1/connections', wanted(over))).status).toBe(status);
  });

  it('is for owners, who prove first who they are', async () => {
    const unproved = await sessionOf(world, world.firm, 'owner');
    const { body } = await ask('POST /v1/connections', wanted(), unproved);
    expect(body.code).toBe('step_up_required');
    expect((await ask('POST /v1/connections', wanted(), await proved('lawyer'))).body.code).toBe('forbidden');
    const { status } = await call(world.url, 'POST /v1/connections', { key: world.key, body: wanted() });
    expect(status).toBe(403);
  });

  it('of another firm is not found', async () => {
    const { id } = await connected();
    const stranger = await proved('owner', world.otherFirm);
    const asked = [
      ask(`PATCH /v1/connections/${id}`, { label: 'Mine' }, stranger),
      ask(`PUT /v1/connections/${id}/credentials`, { credentials: credentials() }, stranger),
      ask(`POST /v1/connections/${id}/confirm`, undefined, stranger),
      ask('PATCH /v1/connections/pc_%00', { label: 'Mine' }),
    ];
    for (const { status, body } of await Promise.all(asked)) {
      expect([status, body.code]).toEqual([404, 'connection_not_found']);
    }
    const listed = await ask<{ data: Connection[] }>('GET /v1/connections', undefined, stranger);
    expect(listed.body.data.map((one) => one.id)).not.toContain(id);
  });

  it('is changed and disabled, and the timeline says what without its name', async () => {
    const { id } = await connected();
    const changes = { label: 'Trust deposits', settles: 'net', drawsOn: { ach: 'account_of_payment' } };
    const changed = await ask(`PATCH /v1/connections/${id}`, changes);
    expect(changed.body).toMatchObject({
      ...{ label: 'Trust deposits', settles: 'net' },
      drawsOn: { card: 'operating', ach: 'account_of_payment' },
    });
    expect((await ask(`PATCH /v1/connections/${id}`, { status: 'disabled' })).body.status).toBe('disabled');
    expect((await ask(`PATCH /v1/connections/${id}`, { status: 'active' })).body.status).toBe('active');
    const events = await ask<{ data: { type: string; data: object }[] }>('GET /v1/firm/events?limit=5');
    expect(events.text).not.toContain('Trust deposits');
    expect(events.body.data.map(({ type }) => type)).toContain('connection.changed');
  });

  it('that nets and pays out to trust cannot have its losses in operating', async () => {
    const ofTrust = { settles: 'net', paysOutTo: 'trust' };
    const said = 'Set `lossesDebit` to `account_of_payment` for cards and ACH';
    const made = await ask('POST /v1/connections', wanted(ofTrust));
    expect([made.status, made.body.code]).toEqual([422, 'connection_refused']);
    expect(made.body.detail).toContain(said);
    const ofPayment = { card: 'account_of_payment', ach: 'account_of_payment' };
    const { id } = await connected({ ...ofTrust, lossesDebit: ofPayment });
    const back = await ask(`PATCH /v1/connections/${id}`, { lossesDebit: { ach: 'operating' } });
    expect([back.status, back.body.detail]).toEqual([422, expect.stringContaining(said)]);
    const gross = { settles: 'gross', lossesDebit: { ach: 'operating' } };
    expect((await ask(`PATCH /v1/connections/${id}`, gross)).status).toBe(200);
    const again = await ask(`PATCH /v1/connections/${id}`, { settles: 'net' });
    expect([again.status, again.body.detail]).toEqual([422, expect.stringContaining(said)]);
    // The firm's own settings change the oldest connection.
    const { body: all } = await ask<{ data: Connection[] }>('GET /v1/connections');
    const oldest = `PATCH /v1/connections/${all.data[0]?.id}`;
    expect((await ask(oldest, { ...ofTrust, lossesDebit: ofPayment })).status).toBe(200);
    const firm = await ask('PATCH /v1/firm', { lossesDebit: { card: 'operating' } });
    expect([firm.status, firm.body.detail]).toEqual([422, expect.stringContaining(said)]);
    const asBefore = { card: 'operating', ach: 'operating' };
    await ask(oldest, { settles: 'gross', paysOutTo: 'mixed', lossesDebit: asBefore });
  });

  it('that had it so before the rule can still be renamed and disabled', async () => {
    const { id } = await connected({ settles: 'net' });
    const ofIt = eq(processorConnections.id, asId<ConnectionId>(id));
    await world.db.update(processorConnections).set({ paysOutTo: 'trust' }).where(ofIt);
    const changed = await ask(`PATCH /v1/connections/${id}`, { label: 'Old', status: 'disabled' });
    expect([changed.status, changed.body.status]).toEqual([200, 'disabled']);
  });

  it('in live mode waits for a second person, who is not whoever entered the key', async () => {
    await world.db.update(firms).set({ approvalRule: 'always' }).where(eq(firms.id, world.firm.firmId));
    const { id, status, credentials: made } = await connected({ mode: 'live' });
    expect([status, made?.awaitsConfirmation]).toEqual(['new', true]);
    expect((await ask(`POST /v1/connections/${id}/confirm`)).body.code).toBe('connection_refused');
    const confirmed = await ask(`POST /v1/connections/${id}/confirm`, undefined, await proved('lawyer'));
    expect(confirmed.body).toMatchObject({ status: 'active', credentials: { awaitsConfirmation: false } });
    await world.db.update(firms).set({ approvalRule: 'never' }).where(eq(firms.id, world.firm.firmId));
  });

  it('that the company refuses is one task of the owner, which new credentials complete', async () => {
    const { id } = await connected();
    const connectionId = asId<ConnectionId>(id);
    for (let n = 0; n < 3; n += 1) await recordConnectionHealth(world.db, connectionId, 'broken', new Date());
    const queue = await ask<Schemas['ObligationPage']>(
      'GET /v1/obligations?kind=connection_broken&mine=true',
    );
    expect(queue.body.data).toMatchObject([{ connectionId: id, owner: 'owner', transactionId: '' }]);
    const replaced = await ask(`PUT /v1/connections/${id}/credentials`, { credentials: credentials() });
    expect(replaced.body).toMatchObject({ status: 'active', credentials: { version: 2 } });
    const after = await ask<Schemas['ObligationPage']>('GET /v1/obligations?kind=connection_broken');
    expect(after.body.data).toEqual([]);
  });

  it('has an address for webhooks, which takes what its own secret signed', async () => {
    const { id, webhookPath } = await connected();
    const body = JSON.stringify({ type: 'payout.paid', timestamp: new Date().toISOString(), data: {} });
    const send = (path: string, secret: string) =>
      call<Connection>(world.url, `POST ${path}`, {
        body,
        headers: signed(randomUUID(), body, secondsNow(), secret),
      });
    expect((await send(webhookPath, SECRET)).status).toBe(200);
    const forged = await send(webhookPath, `whsec_${randomBytes(24).toString('base64')}`);
    expect([forged.status, forged.body.code]).toEqual([401, 'webhook_forged']);
    expect((await send(`/v1/processor/webhooks/${id}0`, SECRET)).status).toBe(404);
  });
});

it('no stored row tells a secret', async () => {
  await connected();
  const rows = await world.db.execute<{ text: string }>(sql`
    SELECT c::text AS text FROM connection_credentials c UNION ALL SELECT p::text FROM processor_connections p
    UNION ALL SELECT e::text FROM firm_events e UNION ALL SELECT o::text FROM obligations o`);
  expect(rows.length).toBeGreaterThan(0);
  for (const { text } of rows) {
    expect(text).not.toContain(SANDBOX_API_KEY);
    expect(text).not.toContain(SECRET);
  }
});

describe('an installation', () => {
  it('without keys for credentials says so, and without leave takes no stand-in', async () => {
    const bare = await createApiWorld();
    try {
      const someone = await sessionOf(bare, bare.firm, 'owner');
      await stepUp(bare, someone);
      const refused = await call<Connection>(bare.url, 'POST /v1/connections', {
        headers: someone.headers,
        body: wanted(),
      });
      expect([refused.status, refused.body.code]).toEqual([409, 'connections_not_set_up']);
    } finally {
      await bare.stop();
    }
  });
});
