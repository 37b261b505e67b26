// Stripe's adapter on Stripe's double.
import { createHmac } from 'node:crypto';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import { z } from 'zod';
import { connectProcessor } from '../src/connect-processor.ts';
import type { ReceivedWebhook } from '../src/module.ts';
import type { Rig, RunningRig, Wanted } from './rig.ts';
import { startStripeDouble } from './start-stripe-double.ts';
import { startStripeMock } from './stripe-mock.ts';

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
  may_not_refund: 'rk_test_double_reads',
};
/** No ephemeral port, and none that fetch refuses. */
const NOBODY = 'http://127.0.0.1:20009';

export const stripeOnDouble: Rig = {
  name: 'Stripe, on its double',
  notShown: {},
  start: startStripe,
};

const sentRequest = z.object({
  method: z.string(),
  path: z.string(),
  body: z.string(),
  version: z.string(),
});

/** An invented API key of the form that the mock asks for. */
const MOCK_KEY = 'sk_test_123';

/** Sends each distinct request once more, to Stripe's own mock. */
async function judgeBy(sent: readonly z.infer<typeof sentRequest>[]): ReturnType<RunningRig['judgeShapes']> {
  const mock = await startStripeMock();
  if (mock === null) return null;
  const distinct = new Map(sent.map((one) => [shapeOf(one), one]));
  const refused: string[] = [];
  for (const [shape, { method, path, body, version }] of distinct) {
    const headers = new Headers({ authorization: `Bearer ${MOCK_KEY}`, 'stripe-version': version });
    if (method === 'POST') headers.set('content-type', 'application/x-www-form-urlencoded');
    const answer = await fetch(`${mock.url}${path}`, {
      method,
      headers,
      body: method === 'POST' ? body : null,
    });
    if (!answer.ok) refused.push(`${shape}: ${await answer.text()}`);
  }
  await mock.stop();
  return { judged: distinct.size, refused };
}

/** Method, path and names of parameters: the same for every ID, amount and time. */
function shapeOf({ method, path, body }: z.infer<typeof sentRequest>): string {
  const { pathname, searchParams } = new URL(path, NOBODY);
  const names = [...searchParams, ...new URLSearchParams(body)].map(([name, value]) =>
    name === 'expand[]' ? `${name}=${value}` : name,
  );
  return [method, pathname.replace(/\/\w+_\w+(?=\/|$)/, '/{id}'), ...new Set(names)].join(' ');
}

const METHODS = { card: 'card', ach: 'us_bank_account', unsupported: 'multibanco' } as const;

async function startStripe(): Promise<RunningRig> {
  const { url, ask, stop } = await startStripeDouble();
  const sentRequests = async () => z.array(sentRequest).parse(await ask('sent', {}));
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
      return (await sentRequests()).filter(({ method, body }) => method === 'POST' && body.includes(id))
        .length;
    },
    refundsOf: async (id) => z.array(z.unknown()).parse(await ask('refunds', { id })).length,
    heard: () => Promise.resolve(),
    webhooksOf: async (id) => {
      const webhook = z.object({ headers: z.record(z.string(), z.string()), body: z.string() });
      return z.array(webhook).parse(await ask('webhooks', { id, secret: SECRETS.current }));
    },
    signAgain,
    judgeShapes: async () => judgeBy(await sentRequests()),
    payOut: async () => z.object({ id: z.string() }).parse(await ask('payout', {})).id,
    forgetChanges: async () => {
      await ask('forget-events', {});
    },
    stop,
  };
}

const signAgain: RunningRig['signAgain'] = ({ body }, as) => {
  const minutesAgo = as === 'six_minutes_ago' ? 6 : 0;
  const secrets = {
    other_secret: SECRETS.other,
    rolled_secret: SECRETS.rolled,
    six_minutes_ago: SECRETS.current,
  };
  return signed(body, secrets[as], minutesAgo);
};

function signed(body: string, secret: string, minutesAgo: number): ReceivedWebhook {
  const t = Math.floor(Date.now() / 1000) - minutesAgo * 60;
  const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
  return { headers: { 'stripe-signature': `t=${t},v1=${v1}` }, body };
}
