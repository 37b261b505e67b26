// The sandbox's adapter on the sandbox, behind a proxy that breaks connections.
import { Webhook } from 'standardwebhooks';
import { vi } from 'vitest';
import { API_KEY, startSandbox, WEBHOOK_SECRET } from '../test-support/sandbox-process.ts';
import { connectProcessor } from '../src/connect-processor.ts';
import type { ReceivedWebhook } from '../src/module.ts';
import { startOddProxy } from './odd-proxy.ts';
import type { Rig, RunningRig, Step, Wanted } from './rig.ts';
import { startWebhookCatcher } from './webhook-catcher.ts';

const AMOUNT = 12_500;
const ROLLED_SECRET = 'whsec_cm9sbGVkLXRlc3Qta2V5LXJvbGxlZA==';
const OTHER_SECRET = 'whsec_b3RoZXItdGVzdC1rZXktb3RoZXItb3Ro';
/** No ephemeral port, and none that fetch refuses. */
const NOBODY = 'http://127.0.0.1:20009';
const DAY_MS = 86_400_000;
const ACCOUNTS = { main: 'acct_main', other: 'acct_other' };

export const sandbox: Rig = {
  name: 'the sandbox',
  notShown: {
    2: 'a payment has one ID there',
    19: 'it has no such words',
    26: 'it is its own company',
    28: 'it has no reversals',
  },
  start: startSandboxRig,
};

/** The control that plays a step, and its body. */
const STEPS: Readonly<Partial<Record<Step, readonly [path: string, body: object]>>> = {
  succeed: ['settle', { traced: false }],
  fail: ['fail', {}],
  fail_late: ['return', { target: 'refund' }],
  trace: ['trace', {}],
  dispute: ['dispute', { kind: 'chargeback' }],
  inquire: ['dispute', { kind: 'inquiry' }],
  return: ['return', { target: 'payment' }],
  refund_elsewhere: ['refund', {}],
};

async function startSandboxRig(): Promise<RunningRig> {
  const catcher = await startWebhookCatcher();
  const process = await startSandbox(catcher.url);
  const proxy = await startOddProxy(process.url);
  const connect: RunningRig['connect'] = (as = 'main') =>
    connectProcessor(
      'sandbox',
      {
        url: as === 'nobody_listens' ? NOBODY : proxy.url,
        apiKey: as === 'wrong_key' ? 'wrong-key' : API_KEY,
        account: as === 'other' ? ACCOUNTS.other : ACCOUNTS.main,
        webhookSecrets: [WEBHOOK_SECRET, ROLLED_SECRET],
      },
      { now: () => new Date(), lookupTimeoutMs: 2_000 },
    );
  return {
    amount: AMOUNT,
    secrets: [API_KEY, 'wrong-key', WEBHOOK_SECRET, ROLLED_SECRET],
    connect,
    pay: async (wanted = {}) => ({ transactionId: await process.addPayment(paymentOf(wanted)), alias: null }),
    step: async (transactionId, step) => {
      if (step === 'lapse') {
        const request = { transactionId, idempotencyKey: `lapse_${transactionId}`, timeoutMs: 5_000 };
        await connect().processor.voidAuthorization(request);
        return;
      }
      const [path, body] = STEPS[step] ?? [];
      if (path === undefined) throw new Error(`The sandbox cannot ${step}`);
      await process.control(path, { transactionId, ...body });
    },
    copyReference: (transactionId, reference) => process.control('refund', { transactionId, reference }),
    fault: async (kind, on, times = 1) => {
      if (kind !== 'saved_500') proxy.fault(kind, on, times);
      else await process.control('faults', { kind, times, refundMade: true });
    },
    clearFaults: async () => {
      proxy.clear();
      await fetch(`${process.url}/control/faults`, { method: 'DELETE' });
    },
    sendsOf: (transactionId) => Promise.resolve(proxy.sendsWith(transactionId)),
    refundsOf: async (transactionId) => (await process.refundsOf(transactionId)).length,
    webhooksOf: (transactionId) =>
      vi.waitUntil(() => {
        const about = catcher.caught.filter(({ body }) => body.includes(transactionId));
        return about.length >= 2 && about;
      }),
    signAgain,
    forgetChanges: () => Promise.reject(new Error('The sandbox keeps its changes for good')),
    stop: async () => {
      await process.stop();
      await Promise.all([proxy.stop(), catcher.stop()]);
    },
  };
}

function paymentOf({ method = 'card', capture = 'full', of = 'main', daysAgo = 3, unsettled }: Wanted) {
  const createdAt = new Date(Date.now() - daysAgo * DAY_MS).toISOString();
  const isCaptured = capture !== 'none';
  return {
    account: ACCOUNTS[of],
    method,
    type: isCaptured ? 'sale' : 'authorization',
    createdAt,
    capturedAt: isCaptured ? createdAt : null,
    settledAt: isCaptured && unsettled !== true ? createdAt : null,
  };
}

function signAgain(
  { headers, body }: ReceivedWebhook,
  as: Parameters<RunningRig['signAgain']>[1],
): ReceivedWebhook {
  const secrets = {
    other_secret: OTHER_SECRET,
    six_minutes_ago: WEBHOOK_SECRET,
    rolled_secret: ROLLED_SECRET,
  };
  const at = new Date(Date.now() - (as === 'six_minutes_ago' ? 6 * 60_000 : 0));
  const id = headers['webhook-id'] ?? '';
  return {
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secrets[as]).sign(id, at, body),
    },
    body,
  };
}
