import { afterAll, beforeAll, expect, test } from 'vitest';
import { money } from '@makewhole/domain/money';
import { checkCredentials } from '../src/connect-processor.ts';
import { describeProcessor } from './describe-processor.ts';
import type { RunningRig } from './rig.ts';
import { keylessSandbox } from './sandbox-rig.ts';

describeProcessor(keylessSandbox);

let rig: RunningRig;
beforeAll(async () => {
  rig = await keylessSandbox.start();
});
afterAll(() => rig.stop());

test('its connection is checked by a refund of a payment that nobody has, and needs the secret of its webhooks', async () => {
  expect(await rig.connect().check()).toMatchObject({
    ...{ mode: 'test', permissions: [{ name: 'API key', status: 'granted' }], problems: [] },
  });
  expect(await rig.connect('wrong_key').check()).toMatchObject({
    permissions: [{ status: 'missing' }],
    problems: [expect.stringContaining('does not accept the API key')],
  });
  const deaf = { url: 'http://127.0.0.1:20009', apiKey: 'any', account: 'acct_1', webhookSecrets: [] };
  const report = await checkCredentials('sandbox_keyless', deaf, {
    ...{ now: () => new Date(), lookupTimeoutMs: 500, allowOtherServers: true },
  });
  expect(report.problems.at(-1)).toContain('Enter the secret');
});

test('it is as bad as the worst company: the same send four times makes four refunds', async () => {
  const { transactionId } = await rig.pay();
  const send = { idempotencyKey: 'one key', reference: 'rf_one', timeoutMs: 5_000 };
  const request = { transactionId, amount: money(rig.amount), currency: 'USD', ...send } as const;
  const { processor } = rig.connect();
  for (let nth = 0; nth < 4; nth += 1) expect((await processor.refund(request)).kind).toBe('accepted');
  expect(await rig.refundsOf(transactionId)).toBe(4);
});
