// docs/production.md, from an empty Postgres and an empty Temporal to the first refund of an invited owner, by the commands
// of that page. The payment company is Stripe's double.
import { randomBytes, randomUUID } from 'node:crypto';
import { TOTP, URI } from 'otpauth';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readApiEnv } from '@makewhole/api/env';
import { startApi } from '@makewhole/api/start-api';
import { createLogger } from '@makewhole/runtime/logger';
import { WORKFLOW_BUNDLE, startApp } from '@makewhole/stack/apps';
import { startStripeDouble } from '../../../packages/processor/conformance/start-stripe-double.ts';
import { createEmptyDatabase, type EmptyDatabase } from '../../support/empty-database.ts';
import { runMakewhole } from '../../support/run-makewhole.ts';
import { call, type Answer, type Schemas } from '../api/call.ts';
import { cookieOf } from '../api/user-calls.ts';

const PORTAL_URL = 'http://portal.example';
const PASSWORD = 'a long enough password of hers';
const OWNER = 'ada@haleroy.example';
const PATH_MS = 240_000;

let database: EmptyDatabase;
let stripe: Awaited<ReturnType<typeof startStripeDouble>>;
let env: Record<string, string>;
const running: { readonly stop: () => Promise<unknown> }[] = [];
beforeAll(async () => {
  database = await createEmptyDatabase(inject('databaseUrl'));
  stripe = await startStripeDouble();
  env = {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: `path-${randomUUID().slice(0, 8)}`,
    CREDENTIAL_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    MAKEWHOLE_ALLOW_PROCESSOR_URL: '1',
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    API_URL: 'http://api.example',
    PORTAL_URL,
  };
});
afterAll(async () => {
  await Promise.all(running.map((app) => app.stop()));
  await stripe.stop();
  await database.drop();
});

/** With the settings of the page, read as the process reads them. */
async function startProcesses(): Promise<string> {
  const api = await startApi(
    readApiEnv({ ...env, API_PORT: '0', LOG_LEVEL: 'error' }),
    createLogger('api', 'silent'),
  );
  running.push(api);
  running.push(
    await startApp('worker', {
      ...{ ...env, SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'Makewhole <refunds@haleroy.example>' },
      ...{ WORKFLOW_BUNDLE, SWEEP_INTERVAL_SECONDS: '1' },
    }),
  );
  return api.url;
}

/** What the command printed as JSON. */
async function makewhole<Printed>(...args: readonly string[]): Promise<Printed> {
  const { code, out, err } = await runMakewhole(['--json', ...args], { env });
  expect([code, err]).toEqual([0, '']);
  // As the test expects it.
  return JSON.parse(out) as Printed;
}

function withCookie(url: string, cookie: string) {
  return <Body>(what: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<Body>> =>
    call<Body>(url, what, { headers: { cookie, origin: PORTAL_URL, ...headers }, body });
}

/** The owner opens the printed link, sets a password and signs in. */
async function acceptInvitation(url: string, link: string) {
  const token = new URL(link).searchParams.get('token');
  const headers = { origin: PORTAL_URL };
  const set = await call(url, 'POST /auth/reset-password', {
    body: { token, newPassword: PASSWORD },
    headers,
  });
  expect(set.status).toBe(200);
  const body = { email: OWNER, password: PASSWORD };
  const signedIn = await call(url, 'POST /auth/sign-in/email', { body, headers });
  expect(signedIn.status).toBe(200);
  // Everybody of a new firm needs a second factor.
  const invited = withCookie(url, cookieOf(signedIn));
  const enabled = await invited<{ totpURI: string }>('POST /auth/two-factor/enable', { password: PASSWORD });
  const totp = URI.parse(enabled.body.totpURI);
  if (!(totp instanceof TOTP)) throw new Error('That is no authenticator code by time');
  const verified = await invited('POST /auth/two-factor/verify-totp', { code: totp.generate() });
  expect(verified.status).toBe(200);
  const owner = withCookie(url, cookieOf(verified));
  const nextCode = totp.generate({ timestamp: Date.now() + totp.period * 1_000 });
  expect((await owner('POST /v1/step-up', { code: nextCode })).status).toBe(200);
  return owner;
}

test(
  'empty servers become a firm whose invited owner refunds a payment',
  async () => {
    await makewhole('migrate');
    await makewhole('prepare-temporal');
    const url = await startProcesses();
    const created = await makewhole<{ link: { url: string } }>(
      ...['firm', 'create', '--name', 'Hale & Roy', '--zone', 'America/New_York', '--owner', OWNER],
      '--print-link',
    );
    const owner = await acceptInvitation(url, created.link.url);
    expect((await owner<Schemas['Firm']>('GET /v1/firm')).body.name).toBe('Hale & Roy');

    const connected = await owner<Schemas['Connection']>('POST /v1/connections', {
      ...{ kind: 'stripe', label: 'Stripe', mode: 'test', account: 'acct_haleroy' },
      drawsOn: { card: 'operating', ach: 'operating' },
      credentials: { apiKey: 'rk_test_double_main', webhookSecrets: [], url: stripe.url },
    });
    expect([connected.status, connected.body.status]).toEqual([201, 'active']);

    const paid = await stripe.pay({ metadata: { account: 'operating' } });
    const payment = await owner<Schemas['Payment']>(`GET /v1/payments/${paid.id}`);
    expect([payment.status, payment.text]).toEqual([200, expect.stringContaining(paid.id)]);
    const asked = await owner<Schemas['Refund']>(
      'POST /v1/refunds',
      { transactionId: paid.id, reason: 'Paid twice by mistake' },
      { 'idempotency-key': randomUUID() },
    );
    expect([asked.status, asked.text]).toEqual([202, expect.stringContaining('"requested"')]);
    const at = `GET /v1/refunds/${asked.body.id}`;
    await expect
      .poll(async () => (await owner<Schemas['Refund']>(at)).body.status, { timeout: 60_000 })
      .toMatch(/processing|succeeded|awaiting_approval/);
  },
  PATH_MS,
);
