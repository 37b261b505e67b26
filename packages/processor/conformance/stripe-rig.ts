// Stripe's adapter on Stripe's double.
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { z } from 'zod';
import { connectProcessor } from '../src/connect-processor.ts';
import type { ReceivedWebhook } from '../src/module.ts';
import type { Rig, RunningRig, Wanted } from './rig.ts';

const AMOUNT = 12_500;
const SECRETS = {
  current: 'whsec_double_current',
  rolled: 'whsec_double_rolled',
  other: 'whsec_double_other',
};
const KEYS = {
  main: 'rk_test_double_main',
  other: 'rk_test_double_other',
  nobody_listens: 'rk_test_double_main',
  wrong_key: 'rk_test_double_wrong',
};
/** No ephemeral port, and none that fetch refuses. */
const NOBODY = 'http://127.0.0.1:20009';

export const stripeOnDouble: Rig = {
  name: 'Stripe, on its double',
  notShown: { 26: 'the double takes any shape; stripe-mock judges it' },
  start: startStripe,
};

const METHODS = { card: 'card', ach: 'us_bank_account', unsupported: 'multibanco' } as const;

async function startStripe(): Promise<RunningRig> {
  const { url, stop } = await startDouble();
  const ask = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${url}/control/${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`/control/${path}: ${await response.text()}`);
    return z.object({ value: z.unknown() }).parse(await response.json()).value;
  };
  const sentSchema = z.array(z.object({ method: z.string(), body: z.string() }));
  return {
    amount: AMOUNT,
    secrets: [...Object.values(KEYS), ...Object.values(SECRETS)],
    connect: (as = 'main') =>
      connectProcessor(
        'stripe',
        {
          apiKey: KEYS[as],
          mode: 'test',
          account: as === 'other' ? 'acct_other' : 'acct_main',
          webhookSecrets: [SECRETS.current, SECRETS.rolled],
          url: as === 'nobody_listens' ? NOBODY : url,
        },
        { now: () => new Date(), lookupTimeoutMs: 2_000, allowOtherServers: true },
      ),
    pay: async (wanted: Wanted = {}) => {
      const captured = wanted.capture === 'none' ? 0 : wanted.capture === 'part' ? AMOUNT - 2_500 : null;
      const made = await ask('pay', {
        account: wanted.of ?? 'main',
        method: METHODS[wanted.method ?? 'card'],
        amount: AMOUNT,
        captured,
        ...(wanted.daysAgo !== undefined && { daysAgo: wanted.daysAgo }),
        availableInDays: wanted.unsettled === true ? 2 : -1,
        metadata: { account: 'operating', matter_number: 'M-1001', invoice_number: '17' },
      });
      const { id, chargeId } = z.object({ id: z.string(), chargeId: z.string() }).parse(made);
      return { transactionId: asId<TransactionId>(id), alias: asId<TransactionId>(chargeId) };
    },
    step: async (id, step) => {
      await ask('step', { id, step: step === 'fail_late' ? 'fail' : step });
    },
    copyReference: async (id, reference) => {
      await ask('copied-reference', { id, metadata: { makewhole_refund: reference } });
    },
    fault: async (kind, on, times = 1) => {
      await ask('fault', { kind, on, times });
    },
    clearFaults: async () => {
      await ask('fault', { kind: 'none', on: 'send', times: 0 });
    },
    sendsOf: async (id) => {
      const sent = sentSchema.parse(await ask('sent', {}));
      return sent.filter(({ method, body }) => method === 'POST' && body.includes(id)).length;
    },
    refundsOf: async (id) => z.array(z.unknown()).parse(await ask('refunds', { id })).length,
    heard: () => Promise.resolve(),
    webhooksOf: async (id) => {
      const webhook = z.object({ headers: z.record(z.string(), z.string()), body: z.string() });
      return z.array(webhook).parse(await ask('webhooks', { id, secret: SECRETS.current }));
    },
    signAgain: ({ body }, as) => {
      const minutes = as === 'six_minutes_ago' ? 6 : 0;
      const secret =
        as === 'other_secret' ? SECRETS.other : as === 'rolled_secret' ? SECRETS.rolled : SECRETS.current;
      return signed(body, secret, minutes);
    },
    forgetChanges: async () => {
      await ask('forget-events', {});
    },
    stop,
  };
}

function signed(body: string, secret: string, minutesAgo: number): ReceivedWebhook {
  const t = Math.floor(Date.now() / 1000) - minutesAgo * 60;
  const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
  return { headers: { 'stripe-signature': `t=${t},v1=${v1}` }, body };
}

async function startDouble(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'stripe-double/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(String(line)));
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
