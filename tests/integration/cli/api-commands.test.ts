// What people and scripts do at a terminal with a key of their firm.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStripeDouble } from '../../../packages/processor/conformance/start-stripe-double.ts';
import { runMakewhole } from '../../support/run-makewhole.ts';
import { CREDENTIAL_KEYS } from '../../support/stripe-connection.ts';
import { createApiWorld, giveKey, type ApiWorld } from '../api/api-world.ts';
import type { Schemas } from '../api/call.ts';

/** A world, a company and their first requests, on a busy machine. */
const START_MS = 120_000;

let world: ApiWorld;
let env: Record<string, string>;
beforeAll(async () => {
  world = await createApiWorld({ CREDENTIAL_KEYS, MAKEWHOLE_ALLOW_PROCESSOR_URL: true });
  env = { MAKEWHOLE_API_URL: world.url, MAKEWHOLE_API_KEY: world.key };
}, START_MS);
afterAll(() => world.stop());

const refund = (transactionId: string) => ['refund', transactionId, '--reason', 'Paid twice by mistake'];

describe('refund', () => {
  test('requests it, and the same key of a script requests it once', async () => {
    const args = [...refund(await world.pay()), '--yes', '--idempotency-key', 'script-1', '--json'];
    const first = await runMakewhole(args, { env });
    expect([first.code, first.err]).toEqual([0, '']);
    const { id, status } = JSON.parse(first.out) as Schemas['Refund'];
    expect(status).toBe('requested');
    const again = await runMakewhole(args, { env });
    expect(JSON.parse(again.out)).toMatchObject({ id });
    // Another day, another preview: nobody looked at either, and it is the same command.
    await world.db.execute(`UPDATE matter_users SET name = 'Nora Brandt' WHERE name = 'Nora Adler'`);
    const later = await runMakewhole(args, { env });
    expect([later.err, JSON.parse(later.out || '{}')]).toEqual(['', expect.objectContaining({ id })]);
    const shown = await runMakewhole(['status', id], { env });
    expect(shown.out).toContain(`${id}  $1,250.00  requested`);
    expect((await runMakewhole(['list'], { env })).out).toContain(id);
  });

  test('asks nobody where nobody is, and refuses what is no exact transaction ID', async () => {
    const silent = await runMakewhole(refund(await world.pay()), { env });
    expect([silent.code, silent.err]).toEqual([2, expect.stringContaining('add --yes')]);
    const wrong = await runMakewhole([...refund('txn_nothing'), '--yes'], { env });
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('transaction_not_found')]);
  });

  test('ends with a code of its own where it is not allowed, not set up, or nobody answers', async () => {
    const reader = await giveKey(world.db, world.firm, ['read']);
    const args = [...refund(await world.pay()), '--yes'];
    const codeWith = async (over: Record<string, string>) =>
      (await runMakewhole(args, { env: { ...env, ...over } })).code;
    expect(await codeWith({ MAKEWHOLE_API_KEY: reader })).toBe(3);
    expect(await codeWith({ MAKEWHOLE_API_KEY: 'mk_live_nobody' })).toBe(3);
    expect(await codeWith({ MAKEWHOLE_API_KEY: '' })).toBe(2);
    expect(await codeWith({ MAKEWHOLE_API_URL: 'http://127.0.0.1:9' })).toBe(4);
  });
});

describe('connect stripe', () => {
  const args = ['connect', 'stripe', '--account', 'acct_cli', '--key-file', '-'];

  test('reads the key from a pipe, checks it, and needs the scope for it', async () => {
    const stripe = await startStripeDouble();
    try {
      const input = 'rk_test_double_main\n';
      const key = await giveKey(world.db, world.firm, ['connect']);
      const connecting = { env: { ...env, MAKEWHOLE_API_KEY: key }, input };
      const made = await runMakewhole([...args, '--api-base', stripe.url, '--json'], connecting);
      expect([made.code, made.err]).toEqual([0, '']);
      expect(JSON.parse(made.out)).toMatchObject({ kind: 'stripe', mode: 'test', status: 'active' });
      expect(made.out).not.toContain('rk_test_double_main');
      const unable = await runMakewhole([...args, '--api-base', stripe.url], { env, input });
      expect([unable.code, unable.err]).toEqual([3, expect.stringContaining('forbidden')]);
      const empty = await runMakewhole([...args, '--api-base', stripe.url], { ...connecting, input: '' });
      expect([empty.code, empty.err]).toEqual([2, expect.stringContaining('--key-file: - is empty')]);
    } finally {
      await stripe.stop();
    }
  });
});

describe('doctor', () => {
  test('names what stops the first refund, each with its fix', async () => {
    const settings = {
      DATABASE_URL: world.databaseUrl,
      TEMPORAL_ADDRESS: '127.0.0.1:9',
      SMTP_URL: 'smtp://127.0.0.1:9',
    };
    const { code, out } = await runMakewhole(['doctor', world.otherFirm.firmId], { env: settings });
    expect(code).toBe(1);
    expect(out).toMatch(/No payment is known yet\n {4}look one up/);
    expect(out).toMatch(/no Temporal answers[^\n]*\n {4}start Temporal/);
    expect(out).toMatch(/No mail server answers[^\n]*\n {4}correct SMTP_URL/);
  });
});
