import { setTimeout as sleep } from 'node:timers/promises';
import type { TransactionId } from '@makewhole/domain/ids';
import { asId, type RefundId } from '@makewhole/domain/ids';
import { refundWorkflowId } from '@makewhole/domain/contracts/refund';
import { askForRefund, call, type Schemas } from '../integration/api/call.ts';
import { authorizeSteps } from '../support/authorize-steps.ts';
import { until } from '../support/until.ts';
import { counted, type Finding, type Measure } from './measure.ts';
import { startNoOpEngine } from './no-op-engine.ts';
import { startProduct, type Product } from './product.ts';

const TRUST_STEPS = ['payment', 'deposit', 'transfer'] as const;
/** The last events of a step reach the history a moment after what the step wrote. */
const SETTLED_LOOKS = 4;
const LOOK_EVERY_MS = 250;

export const historyEvents: Measure = {
  name: 'history-events',
  meaning:
    'How many events the Temporal server keeps for a refund, as the server says: what each refund costs it in writes and storage, and a replay in time. The no-op workflow of six activities stands beside it; the refund has a seventh and a signal, from the webhook that tells of its acceptance.',
  async run(bench) {
    const product = await startProduct(bench, { hasWorker: true });
    const noOp = await startNoOpEngine(product.client, product.temporalAddress);
    const noOpEvents = await lengthAtRest(product, await noOp.run());
    const card = await refundToClose(product, await product.pay('invoice'));
    const trust = await refundToClose(product, await product.pay('trust'));
    await noOp.stop();
    await product.stop();
    const toProcessing: Finding = {
      ...counted('Card from operating, to processing', 'events', card.atProcessing),
      reference: { what: 'the no-op workflow', value: noOpEvents },
      ratio: spreadOf(card.atProcessing / noOpEvents),
    };
    return [
      toProcessing,
      counted('Card from operating, to closed', 'events', card.atClose),
      counted('Card from trust, to processing', 'events', trust.atProcessing),
      counted('Card from trust, to closed', 'events', trust.atClose),
    ];
  },
};

/** Walks one refund to its end, as its people do. @returns the length of its history on the way */
async function refundToClose(product: Product, transactionId: TransactionId) {
  const asked = await askForRefund(product, { transactionId });
  const path = `/v1/refunds/${asked.body.id}`;
  const workflowId = refundWorkflowId({ transactionId, id: asId<RefundId>(asked.body.id) });
  const seen = (status: (refund: Schemas['Refund']) => boolean) =>
    until(
      async () => (await call<Schemas['Refund']>(product.url, `GET ${path}`, product)).body,
      status,
      (refund) => `${refund.id} is ${refund.status}`,
    );
  await seen(
    ({ status, obligations, legs }) =>
      status === 'processing' && (obligations.length > 0 || legs.every(({ account }) => account === 'trust')),
  );
  const atProcessing = await lengthAtRest(product, workflowId);
  await product.sandbox.settle(transactionId);
  const { obligations, amount, currency } = await seen(({ status }) => status === 'succeeded');
  const does = (what: string, body: unknown) =>
    call(product.url, `POST ${path}/${what}`, { ...product, body });
  if (obligations.some(({ kind }) => kind === 'invoice_decision')) {
    await does('invoice-decision', { decision: 'still_due' });
  } else {
    const { firmId, people } = product.firm;
    await authorizeSteps(product.db, { firmId, refundId: asId<RefundId>(asked.body.id) }, people.lawyer);
    const date = new Date().toISOString().slice(0, 10);
    for (const step of TRUST_STEPS) {
      await does(`trust-steps/${step}`, { amount, currency, date, reference: `bench ${step}` });
    }
  }
  await seen(({ closedAt }) => closedAt !== null);
  return { atProcessing, atClose: await lengthAtRest(product, workflowId) };
}

/** The length of a workflow's history, once it has stopped growing. */
async function lengthAtRest({ client }: Product, workflowId: string): Promise<number> {
  let length = 0;
  for (let same = 0; same < SETTLED_LOOKS;) {
    await sleep(LOOK_EVERY_MS);
    const { historyLength } = await client.workflow.getHandle(workflowId).describe();
    same = historyLength === length ? same + 1 : 0;
    length = historyLength;
  }
  return length;
}

function spreadOf(ratio: number) {
  return { median: ratio, least: ratio, most: ratio };
}
