// The API as a process of its own: how it starts, how it ends, and what it does while others are away.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect } from '@makewhole/db/connect';
import { startApp, type AppHandle } from '@makewhole/stack/apps';
import { startStallingProxy } from '../../support/stalling-proxy.ts';
import { NOWHERE, apiSettings, createApiWorld, type ApiWorld } from './api-world.ts';
import { askForRefund, call, type Schemas } from './call.ts';
import { openEventStream } from './event-stream.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

type Settings = Parameters<typeof apiSettings>[0];

function start(over: Settings = {}, env: NodeJS.ProcessEnv = {}): Promise<AppHandle> {
  const {
    TEMPORAL_PAYLOAD_KEYS: _none,
    CREDENTIAL_KEYS: _no,
    ...settings
  } = apiSettings({
    DATABASE_URL: world.databaseUrl,
    PROCESSOR_URL: world.sandbox.url,
    ...over,
  });
  const texts = Object.entries(settings).map(([name, value]) => [name, String(value)] as const);
  return startApp('api', { ...Object.fromEntries(texts), ...env });
}

async function whileRunning<Result>(
  starting: Promise<AppHandle>,
  act: (url: string, app: AppHandle) => Promise<Result>,
): Promise<Result> {
  const app = await starting;
  try {
    return await act(app.url ?? '', app);
  } finally {
    await app.stop();
  }
}

describe('without Temporal', () => {
  it('starts, notes a refund, and says that it is degraded', () =>
    whileRunning(start(), async (url) => {
      const startedAt = performance.now();
      const { status, body } = await askForRefund(
        { url, key: world.key },
        { transactionId: await world.pay() },
      );
      expect([status, body.status]).toEqual([202, 'requested']);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
      const ready = await call<Schemas['Readiness']>(url, 'GET /readyz');
      expect([ready.status, ready.body]).toEqual([
        200,
        { status: 'degraded', checks: { database: 'ok', temporal: 'unavailable' } },
      ]);
      expect((await call(url, 'GET /livez')).status).toBe(200);
    }));
});

describe('without Postgres, or with one that is busy', () => {
  it('says so, and that the same request can be sent again', async () => {
    const database = new URL(world.databaseUrl);
    const relay = await startStallingProxy({ host: database.hostname, port: Number(database.port) });
    database.host = `127.0.0.1:${relay.port}`;
    const transactionId = await world.pay();
    await whileRunning(start({ DATABASE_URL: database.toString() }), async (url) => {
      expect((await call(url, 'GET /v1/me', { key: world.key })).status).toBe(200);
      await relay.stop();
      const { status, body } = await askForRefund({ url, key: world.key }, { transactionId });
      expect([status, body.code]).toEqual([503, 'not_noted']);
      expect((await call(url, 'GET /v1/me', { key: world.key })).body.code).toBe('database_unavailable');
      const ready = await call<Schemas['Readiness']>(url, 'GET /readyz');
      expect([ready.status, ready.body.status]).toEqual([503, 'unavailable']);
      expect((await call(url, 'GET /livez')).status).toBe(200);
    });
  });

  it('says that nothing was noted where a lock is not to be had, and notes it at the next try', async () => {
    const transactionId = await world.pay();
    const database = new URL(world.databaseUrl);
    database.searchParams.set('lock_timeout', '100');
    await whileRunning(start({ DATABASE_URL: database.toString() }), async (url) => {
      const caller = { url, key: world.key };
      const { status, body } = await world.db.transaction(async (tx) => {
        await tx.execute(sql`SELECT 1 FROM payments WHERE transaction_id = ${transactionId} FOR UPDATE`);
        return askForRefund(caller, { transactionId });
      });
      expect([status, body.code]).toEqual([503, 'not_noted']);
      expect((await askForRefund(caller, { transactionId })).status).toBe(202);
    });
  });

  it('hears of changes again after its connections were cut', async () => {
    const { body: refund } = await askForRefund(world, { transactionId: await world.pay() });
    const stream = await openEventStream(`${world.url}/v1/refunds/${refund.id}/events`, world.key);
    expect(await stream.next()).toMatchObject({ id: '1' });
    const admin = connect(inject('databaseUrl'));
    const name = new URL(world.databaseUrl).pathname.slice(1);
    await admin.sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${name}`;
    await admin.close();
    const startedAt = performance.now();
    await expect
      .poll(async () => {
        const path = `POST /v1/refunds/${refund.id}/cancel`;
        return (await call(world.url, path, { key: world.key })).status;
      })
      .toBe(200);
    expect(await stream.next()).toMatchObject({ id: '2' });
    // Sooner than by the heartbeat's own look.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    await stream.close();
  });
});

describe('when it is asked to end', () => {
  it('answers whoever waits, ends its streams, and exits with 0', async () => {
    const app = await start();
    const url = app.url ?? '';
    const { body } = await askForRefund({ url, key: world.key }, { transactionId: await world.pay() });
    const stream = await openEventStream(`${url}/v1/refunds/${body.id}/events`, world.key);
    expect(await stream.next()).toMatchObject({ id: '1' });
    const waiting = call(url, `GET /v1/refunds/${body.id}`, {
      key: world.key,
      headers: { prefer: 'wait=60' },
    });
    // The wait has begun once another request, sent later, has its answer.
    await call(url, `GET /v1/refunds/${body.id}`, { key: world.key });
    const startedAt = performance.now();
    await app.stop();
    expect((await waiting).status).toBe(200);
    expect(await stream.next()).toBeNull();
    expect(await app.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - startedAt).toBeLessThan(8_000);
  });
});

describe('while it reads a bank file that takes as long as one can', () => {
  it('serves others, and ends when it is asked to', async () => {
    const app = await start();
    const url = app.url ?? '';
    const reading = fetch(`${url}/v1/bank-statements?account=trust`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.key}`, 'content-type': 'text/csv' },
      body: `<OFX>${'<A>'.repeat(590_000)}`,
    }).catch((error: unknown) => error);
    await call(url, 'GET /v1/me', { key: world.key });
    const startedAt = performance.now();
    expect((await call(url, 'GET /livez')).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await app.stop();
    expect(await app.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - startedAt).toBeLessThan(12_000);
    await reading;
  });
});

describe('with settings that cannot work', () => {
  it.each([
    ['a missing variable', { DATABASE_URL: '' }, /DATABASE_URL is missing: set it to the Postgres to use/],
    ['a malformed one', { API_PORT: 'eighty' }, /API_PORT is malformed/],
    ['a secret that is too short', { AUTH_SECRET: 'short' }, /AUTH_SECRET is malformed/],
    [
      'a webhook secret that is none',
      { PROCESSOR_WEBHOOK_SECRET: 'whsec_%%%' },
      /PROCESSOR_WEBHOOK_SECRET is malformed/,
    ],
    [
      'a Postgres that is not there',
      { DATABASE_URL: `postgres://postgres@${NOWHERE}/makewhole` },
      /DATABASE_URL: Postgres cannot be reached/,
    ],
    [
      'a database that is not there',
      { DATABASE_URL: new URL('/no_such_database', inject('databaseUrl')).toString() },
      /DATABASE_URL: .*does not exist/,
    ],
    [
      'a database without our tables',
      { DATABASE_URL: new URL('/postgres', inject('databaseUrl')).toString() },
      /DATABASE_URL: this database is not set up for Makewhole/,
    ],
  ])('ends with one clear line: %s', async (_what, env, line) => {
    await expect(whileRunning(start({}, env), async () => 'it started')).rejects.toThrow(line);
  });

  it('ends with one clear line: a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const starting = whileRunning(start({ API_PORT: port ?? 0 }), async () => 'it started');
    await expect(starting).rejects.toThrow(/API_PORT: 127\.0\.0\.1:\d+ cannot be listened on/);
    taken.close();
  });
});

describe('its own pages', () => {
  it('are the document, its page and the metrics, without a key and without a word of data', async () => {
    const { body } = await call<{ openapi: string; paths: object }>(world.url, 'GET /openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toContain('/v1/refunds/{id}');
    const page = await call(world.url, 'GET /docs');
    const assets = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
    expect(assets.length).toBe(3);
    for (const path of assets) expect((await call(world.url, `GET ${path}`)).status, path).toBe(200);
    expect(page.text).not.toMatch(/https?:/);
    const metrics = await call(world.url, 'GET /metrics');
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    expect(metrics.text).toContain('route="/docs"');
    expect(metrics.text).not.toContain('txn_');
  });

  it('show the metrics to whoever has the token, where one is set', () => {
    const METRICS_TOKEN = 'a token for tests alone, which has more than 32 characters';
    return whileRunning(start({ METRICS_TOKEN }), async (url) => {
      const ask = (token?: string) =>
        call(url, 'GET /metrics', {
          headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        });
      expect((await ask()).body.code).toBe('unauthenticated');
      expect((await ask(`${METRICS_TOKEN}x`)).status).toBe(401);
      expect((await ask(world.key)).status).toBe(401);
      expect((await ask(METRICS_TOKEN)).text).toContain('http_request_duration_seconds');
    });
  });

  it('show the metrics to nobody where people come by https and no token is set', () => {
    const settings = { PORTAL_URL: 'https://refunds.firm.example', TRUSTED_PROXIES: '10.0.0.7' };
    return whileRunning(start(settings), async (url) => {
      expect((await call(url, 'GET /metrics')).status).toBe(401);
    });
  });
});
