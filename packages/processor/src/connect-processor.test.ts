import { expect, test } from 'vitest';
import { BadConnection, connectProcessor } from './connect-processor.ts';
import { PROCESSOR_MODULES } from './registry.ts';

const TOOLS = { now: () => new Date() };
const STRIPE = { apiKey: 'rk_test_12345678', mode: 'test', account: 'acct_firm', webhookSecrets: [] };
const ELSEWHERE = 'http://127.0.0.1:20009';

test('no two companies have the same kind', () => {
  const kinds = PROCESSOR_MODULES.map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(kinds.length);
});

test('where sending again makes a second refund, nothing is sent again', () => {
  for (const { kind, capabilities } of PROCESSOR_MODULES) {
    const isSentAgain = capabilities.sendAgainWithinMs > 0;
    expect([kind, isSentAgain && capabilities.idempotency === 'none']).toEqual([kind, false]);
  }
});

test('a connection that cannot be used is refused with what to do, and without its values', () => {
  const secret = 'sk_live_but_not quite a key';
  const connect = () => connectProcessor('stripe', { ...STRIPE, apiKey: secret }, TOOLS);
  expect(connect).toThrow(BadConnection);
  expect(connect).toThrow(/apiKey is not a key: copy a restricted key/);
  expect(connect).not.toThrow(secret);
  expect(() => connectProcessor('none', STRIPE, TOOLS)).toThrow(
    'There is no payment processor of the kind none.',
  );
});

test("a key goes to no other server than the company's, except in test mode and where that is allowed", () => {
  const connect = (differently: object, allowOtherServers: boolean) => () =>
    connectProcessor(
      'stripe',
      { ...STRIPE, url: ELSEWHERE, ...differently },
      { ...TOOLS, allowOtherServers },
    );
  expect(connect({}, true)).not.toThrow();
  expect(connect({}, false)).toThrow('MAKEWHOLE_ALLOW_PROCESSOR_URL=1');
  expect(connect({ mode: 'live', apiKey: 'rk_live_12345678' }, true)).toThrow(
    'names another server than Stripe',
  );
  expect(connect({ url: 'https://api.stripe.com', mode: 'live' }, false)).not.toThrow();
});
