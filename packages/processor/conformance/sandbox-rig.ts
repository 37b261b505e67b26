// The sandbox's adapter on the sandbox, behind a proxy that breaks connections.
import type { TransactionId } from '@makewhole/domain/ids';
import { Webhook } from 'standardwebhooks';
import { vi } from 'vitest';
import { API_KEY, startSandbox, WEBHOOK_SECRET } from '../test-support/sandbox-process.ts';
import { connectProcessor, type ConnectedProcessor } from '../src/connect-processor.ts';
import type { ProcessorEvent } from '../src/events.ts';
import type { FactsStore, ReceivedWebhook } from '../src/module.ts';
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
    29: 'it pays out a share of each payment to each bank account, which a test of its own shows',
  },
  start: () => startSandboxRig('keyed'),
};

const NOT_READ_BACK = 'nothing can be read back';
const NO_KEYS = 'it has no keys: the engine never sends to it twice';

export const keylessSandbox: Rig = {
  name: 'the sandbox without keys',
  notShown: {
    ...sandbox.notShown,
    3: NOT_READ_BACK,
    5: NO_KEYS,
    6: NO_KEYS,
    7: NO_KEYS,
    8: NO_KEYS,
    9: NO_KEYS,
    13: NOT_READ_BACK,
    20: NOT_READ_BACK,
    21: NOT_READ_BACK,
    22: NOT_READ_BACK,
    24: NOT_READ_BACK,
    27: NOT_READ_BACK,
    29: NOT_READ_BACK,
  },
  start: () => startSandboxRig('keyless'),
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

async function startSandboxRig(mode: 'keyed' | 'keyless'): Promise<RunningRig> {
  const catcher = await startWebhookCatcher();
  const process = await startSandbox(catcher.url, mode);
  const proxy = await startOddProxy(process.url);
  const connect: RunningRig['connect'] = (as = 'main') =>
    connectProcessor(
      mode === 'keyed' ? 'sandbox' : 'sandbox_keyless',
      {
        url: as === 'nobody_listens' ? NOBODY : proxy.url,
        // It has no permissions: a key may do all, or nothing.
        apiKey: as === 'wrong_key' || as === 'may_not_refund' ? 'wrong-key' : API_KEY,
        account: as === 'other' ? ACCOUNTS.other : ACCOUNTS.main,
        webhookSecrets: [WEBHOOK_SECRET, ROLLED_SECRET],
      },
      {
        now: () => new Date(),
        lookupTimeoutMs: 2_000,
        facts: factsOf((...received) => connect(as).readWebhook(...received), catcher.caught),
      },
    );
  const heard = async (transactionId: TransactionId) => {
    if (mode === 'keyless') await vi.waitUntil(() => process.isAllTold(transactionId), 5_000);
  };
  return {
    amount: AMOUNT,
    secrets: [API_KEY, 'wrong-key', WEBHOOK_SECRET, ROLLED_SECRET],
    connect,
    pay: async (wanted = {}) => {
      const transactionId = await process.addPayment(paymentOf(wanted));
      await heard(transactionId);
      return { transactionId, alias: null };
    },
    step: async (transactionId, step) => {
      if (step === 'lapse') {
        const request = { transactionId, idempotencyKey: `lapse_${transactionId}`, timeoutMs: 5_000 };
        await connect().processor.voidAuthorization(request);
        await heard(transactionId);
        return;
      }
      const [path, body] = STEPS[step] ?? [];
      if (path === undefined) throw new Error(`The sandbox cannot ${step}`);
      await process.control(path, { transactionId, ...body });
      await heard(transactionId);
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
    heard,
    webhooksOf: (transactionId) =>
      vi.waitUntil(() => {
        const about = catcher.caught.filter(({ body }) => body.includes(transactionId));
        return about.length >= 2 && about;
      }),
    signAgain,
    judgeShapes: () => Promise.resolve(null),
    payOut: () => Promise.reject(new Error('The sandbox pays out a share of each payment')),
    forgetChanges: () => Promise.reject(new Error('The sandbox keeps its changes for good')),
    stop: async () => {
      await process.stop();
      await Promise.all([proxy.stop(), catcher.stop()]);
    },
  };
}

/** What arrived, verified as it is read. */
function factsOf(
  readWebhook: ConnectedProcessor['readWebhook'],
  caught: readonly ReceivedWebhook[],
): FactsStore {
  const all = () =>
    caught.flatMap((webhook) => {
      const verdict = readWebhook(webhook, new Date());
      return verdict.kind === 'ok' ? [verdict.event] : [];
    });
  const isOf = (event: ProcessorEvent, transactionId: string) =>
    ('refund' in event ? event.refund : event.payment).transactionId === transactionId;
  return {
    reportsOf: (transactionId) => Promise.resolve(all().filter((event) => isOf(event, transactionId))),
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
