// Ten thousand refunds of which the processor tells nothing, and the timers of all are due at once: as after an outage of
// its webhooks on the eve of a holiday.
import { setTimeout as sleep } from 'node:timers/promises';
import { workflowInputOf } from '@makewhole/db/refunds/open-refunds';
import { refundWorkflowId } from '@makewhole/domain/contracts/refund';
import { startRefundWorkflow } from '@makewhole/temporal/refund-workflows';
import { leapAhead } from '../support/time-skipping.ts';
import type { Bench } from './bench.ts';
import { ratePerSecond } from './in-flight.ts';
import { compared, counted, type Measure } from './measure.ts';
import { openRecordedRefunds } from './recorded-refunds.ts';
import { startProduct, type Product } from './product.ts';

const MANY = 10_000;
const FEW = 500;
const IN_FLIGHT = 50;
/** Past the end of the settlement window, when the processor is asked without having told. */
const PAST_WINDOW_MS = 6 * 24 * 3_600_000;
const LOOK_EVERY_MS = 500;
/** Without any refund coming to its end. */
const PATIENCE_MS = 120_000;

export const timerWave: Measure = {
  name: 'timer-wave',
  isBig: true,
  meaning:
    'Refunds that wait for the bank, have settled there, and were told nothing: their timers are all due at once, and each asks the processor. How many a second come to `succeeded`, of 10,000 against of 500. 1 would mean that a wave takes only as long as it is high; none may be lost.',
  async run(bench) {
    const few = await wave(bench, FEW);
    const many = await wave(bench, MANY);
    return [
      compared(
        {
          what: `Refunds to succeeded, ${MANY.toLocaleString('en')} timers at once`,
          unit: 'a second',
          against: `${FEW} timers at once`,
          targets: [{ name: 'target', bound: 'at least', value: 0.7 }],
        },
        [{ ours: many.rate, reference: few.rate }],
      ),
      counted('Refunds of the wave that did not succeed', 'refunds', many.lost, [
        { name: 'promise', bound: 'at most', value: 0 },
      ]),
    ];
  },
};

async function wave(bench: Bench, total: number): Promise<{ readonly rate: number; readonly lost: number }> {
  const product = await startProduct(bench, { hasWorker: true, hearsWebhooks: false });
  try {
    const workflowIds = await inSettlementWindow(product, total, bench.say);
    const startedAt = performance.now();
    await ratePerSecond(total, IN_FLIGHT, async (nth) => {
      await leapAhead(product.client, workflowIds[nth] ?? '', PAST_WINDOW_MS);
    });
    const lost = await allSettled(product);
    return { rate: ((total - lost) * 1_000) / (performance.now() - startedAt), lost };
  } finally {
    await product.stop();
  }
}

/** Refunds that the processor has settled, and has told nobody. @returns the IDs of their workflows */
async function inSettlementWindow(
  product: Product,
  total: number,
  say: (line: string) => void,
): Promise<string[]> {
  const { client, taskQueue, sandbox } = product;
  const refunds = openRecordedRefunds(product);
  const payments = await refunds.payments(total);
  const workflowIds: string[] = [];
  await ratePerSecond(total, IN_FLIGHT, async (nth) => {
    const transactionId = payments[nth];
    if (transactionId === undefined) throw new Error(`There is no payment ${nth}`);
    const refund = await refunds.note(transactionId);
    await startRefundWorkflow(client, taskQueue, workflowInputOf(refund));
    await refunds.atRest(refund);
    await sandbox.settle(transactionId);
    workflowIds.push(refundWorkflowId(refund));
    if (workflowIds.length % 1_000 === 0) say(`${workflowIds.length} of ${total} refunds wait for the bank`);
  });
  return workflowIds;
}

/** Waits for as long as more of them succeed. @returns how many did not */
async function allSettled({ sql, firm }: Product): Promise<number> {
  let left = Infinity;
  let movedAt = performance.now();
  while (left > 0 && performance.now() - movedAt < PATIENCE_MS) {
    const [row] = await sql<{ count: number }[]>`
      SELECT count(*)::int AS count FROM refunds WHERE firm_id = ${firm.firmId} AND status <> 'succeeded'`;
    const count = row?.count ?? 0;
    if (count < left) movedAt = performance.now();
    left = count;
    await sleep(LOOK_EVERY_MS);
  }
  return left;
}
