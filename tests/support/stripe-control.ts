// Stripe's double in the place of the sandbox: the same levers, said in Stripe's own words.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { startStripeDouble } from '@makewhole/processor/conformance/start-stripe-double';
import type { PaymentCompany } from './payment-company.ts';
import type { SandboxRefund } from './sandbox-control.ts';

export type StripeControl = Awaited<ReturnType<typeof startStripe>>;
type Double = Awaited<ReturnType<typeof startStripeDouble>>;

const DAY_MS = 86_400_000;

const record = z.object({
  id: z.string(),
  account: z.string(),
  amount: z.number(),
  method: z.enum(['card', 'ach']),
  payer: z.object({ name: z.string() }),
  matterNumber: z.string().nullable(),
  createdAt: z.iso.datetime(),
  settledAt: z.iso.datetime(),
  items: z.array(
    z.object({
      account: z.string(),
      amount: z.number(),
      description: z.string(),
      invoiceNumber: z.string().nullable(),
    }),
  ),
});

const armed = z.strictObject({
  kind: z.string(),
  transactionId: z.string(),
  operation: z.enum(['refund', 'lookup', 'webhook']).optional(),
  ms: z.number().optional(),
  times: z.number().optional(),
  refundMade: z.boolean().optional(),
});
type Armed = z.infer<typeof armed>;

const ofPayment = z.looseObject({ transactionId: z.string() });

/** What each fault of the sandbox is at the double. */
const FAULTS: Readonly<
  Record<string, (fault: Armed) => { on: 'send' | 'lookup' | 'webhook'; kind: string }>
> = {
  timeout_after_success: () => ({ on: 'send', kind: 'cut_after' }),
  timeout_before: (fault) => ({ on: operationOf(fault), kind: 'cut_before' }),
  cut_connection: (fault) => ({ on: operationOf(fault), kind: 'cut_before' }),
  error_500: (fault) => ({ on: operationOf(fault), kind: '500' }),
  error_429: (fault) => ({ on: operationOf(fault), kind: '429' }),
  saved_500: ({ refundMade }) => ({
    on: 'send',
    kind: refundMade === true ? 'saved_500' : 'saved_500_undone',
  }),
  garbled_answer: (fault) => ({ on: operationOf(fault), kind: 'truncated' }),
  slow: (fault) => ({ on: operationOf(fault), kind: 'slow' }),
  amount_mismatch: (fault) => ({ on: operationOf(fault), kind: 'other_amount' }),
  forget_key: () => ({ on: 'send', kind: 'forgotten_key' }),
  lookup_unavailable: () => ({ on: 'lookup', kind: '500' }),
  webhook_duplicate: () => ({ on: 'webhook', kind: 'duplicate' }),
  webhook_missing: () => ({ on: 'webhook', kind: 'missing' }),
  webhook_late: () => ({ on: 'webhook', kind: 'late' }),
  webhook_out_of_order: () => ({ on: 'webhook', kind: 'late' }),
};

export async function startStripe() {
  const double = await startStripeDouble();
  return { ...controlStripe(double), double };
}

/** The levers of a double that runs already. */
function controlStripe(double: Pick<Double, 'url' | 'ask' | 'stop'>): PaymentCompany {
  const post = (path: string, body: unknown) => control(double, path, body);
  return {
    name: 'Stripe, on its double',
    url: double.url,
    post,
    refunds: (transactionId) => refundsOf(double, transactionId),
    settle: (transactionId) => post('/control/settle', { transactionId }),
    fail: (transactionId) => post('/control/fail', { transactionId }),
    returnRefund: (transactionId) => post('/control/return', { transactionId, target: 'refund' }),
    arm: async (fault) => {
      const wanted = armed.parse(fault);
      const { transactionId: id, ms = null, times = 1 } = wanted;
      const at = FAULTS[wanted.kind];
      if (at === undefined) throw new Error(`Stripe's double has no ${wanted.kind}`);
      await double.ask('fault', { ...at(wanted), id, ms, times });
    },
    // It can find no refund by a reference: its refunds of the payment are listed.
    lookupOf: ({ transactionId }) => ({ transactionId }),
    beAway: async (ms) => {
      await double.ask('away', { ms });
    },
    stop: double.stop,
  };
}

function operationOf({ operation }: Armed): 'send' | 'lookup' {
  return operation === 'lookup' ? 'lookup' : 'send';
}

/** The sandbox has nothing like them. */
const OWN_LEVERS: ReadonlySet<string> = new Set(['/control/step', '/control/sent', '/control/kill-key']);

async function control(double: Pick<Double, 'ask'>, path: string, body: unknown): Promise<unknown> {
  if (path === '/control/payments') {
    const { payments } = z.object({ payments: z.array(record) }).parse(body);
    const made = [];
    for (const payment of payments) made.push(await double.ask('pay', paymentOf(payment)));
    return made;
  }
  if (OWN_LEVERS.has(path)) return double.ask(path.replace('/control/', ''), z.looseObject({}).parse(body));
  const { transactionId: id, ...wanted } = ofPayment.parse(body);
  switch (path) {
    case '/control/settle':
      return step(double, { id, step: 'succeed', from: ['pending'] });
    case '/control/fail':
      return step(double, { id, step: 'fail', from: ['pending'] });
    case '/control/return':
      return wanted['target'] === 'refund'
        ? step(double, { id, step: 'fail', from: ['pending', 'succeeded'] })
        : step(double, { id, step: 'return' });
    case '/control/dispute':
      return double.ask('dispute', { id, ...wanted });
    case '/control/dispute-close': {
      const answer = await double.ask('close-dispute', { id, ...wanted });
      if (!z.object({ closed: z.boolean() }).parse(answer).closed) throw new Error(`${path}: nothing_to_do`);
      return answer;
    }
    default:
      throw new Error(`Stripe's double has no ${path}`);
  }
}

async function step(double: Pick<Double, 'ask'>, wanted: { id: string; step: string; from?: string[] }) {
  const { done } = z.object({ done: z.boolean() }).parse(await double.ask('step', wanted));
  if (!done) throw new Error(`${wanted.id} has no refund to ${wanted.step}: nothing_to_do`);
  return {};
}

/** The sandbox keeps items; at Stripe they are metadata. */
function paymentOf(payment: z.infer<typeof record>) {
  const { id, account, amount, method, payer, matterNumber, createdAt, settledAt, items } = payment;
  const list = items.map((item) => ({
    amount: item.amount,
    account: item.account,
    invoice: item.invoiceNumber,
    description: item.description,
  }));
  const daysFromNow = (instant: string) => (Date.parse(instant) - Date.now()) / DAY_MS;
  return {
    ...{ id, account, amount, payerName: payer.name },
    method: method === 'ach' ? 'us_bank_account' : 'card',
    daysAgo: -Math.floor(daysFromNow(createdAt)),
    availableInDays: Math.floor(daysFromNow(settledAt)),
    metadata: {
      makewhole_items: JSON.stringify(list),
      ...(matterNumber !== null && { matter_number: matterNumber }),
    },
  };
}

const doubleRefund = z.object({
  id: z.string(),
  amount: z.number(),
  status: z.string(),
  metadata: z.record(z.string(), z.string()),
});

async function refundsOf(double: Pick<Double, 'ask'>, transactionId: string): Promise<SandboxRefund[]> {
  const made = z.array(doubleRefund).parse(await double.ask('refunds', { id: transactionId }));
  return made.map(({ id, amount, status, metadata }) => ({
    ...{ id, transactionId, amount, status: status === 'canceled' ? 'failed' : status },
    // It tells nobody the key of a refund.
    idempotencyKey: '',
    reference: metadata['makewhole_refund'] ?? '',
  }));
}

/** An ID as Stripe makes them. */
export function newIntentId(): string {
  return `pi_${randomUUID().replaceAll('-', '')}`;
}
