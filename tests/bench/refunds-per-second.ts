import { markWorkflowStarted, workflowInputOf } from '@makewhole/db/refunds/open-refunds';
import { startRefundWorkflow } from '@makewhole/temporal/refund-workflows';
import { ratePerSecond } from './in-flight.ts';
import { compared, type Finding, type Measure, type Round } from './measure.ts';
import { startNoOpEngine } from './no-op-engine.ts';
import { openRecordedRefunds, type RecordedRefunds } from './recorded-refunds.ts';
import { startProduct, type Product } from './product.ts';

export const IN_FLIGHT = 50;
export const REFUNDS_A_ROUND = 100;
export const ROUNDS = 3;

export const refundsPerSecond: Measure = {
  name: 'refunds-per-second',
  meaning:
    'Refunds of card payments, each noted in Postgres, carried by a worker process to `processing` with its books moved and its emails sent, against a Temporal workflow of the same shape (two activities in turn, four side by side, a timer) that does nothing, on the same servers. 1 would mean that the database, the payment company, the mail, the search attributes and the details for operators cost nothing. The payment company also tells of each refund as soon as it has it, and the workflow then asks it at once: a signal and a seventh activity that the no-op has not. So it is measured without that webhook, which is the same shape, and with it, which is how it runs.',
  async run(bench) {
    const silent = await startProduct(bench, { hasWorker: true, hearsWebhooks: false });
    const told = await startProduct(bench, { hasWorker: true });
    const noOp = await startNoOpEngine(told.client, told.temporalAddress);
    const [silentRefunds, toldRefunds] = [openRecordedRefunds(silent), openRecordedRefunds(told)];
    const noOpRate = () =>
      ratePerSecond(REFUNDS_A_ROUND, IN_FLIGHT, async () => {
        await noOp.run();
      });
    const rates: { six: number; seven: number; reference: number }[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      rates.push({
        six: await refundRate(silent, silentRefunds),
        reference: await noOpRate(),
        seven: await refundRate(told, toldRefunds),
      });
    }
    await noOp.stop();
    await silent.stop();
    await told.stop();
    const [, ...counted] = rates; // the first turn of each warms
    return [
      rateFinding(
        'the same six activities',
        counted.map(({ six, reference }) => ({ ours: six, reference })),
      ),
      rateFinding(
        'and a seventh, upon the first webhook',
        counted.map(({ seven, reference }) => ({ ours: seven, reference })),
      ),
    ];
  },
};

function rateFinding(which: string, rounds: readonly Round[]): Finding {
  return compared(
    {
      what: `Refunds to processing, ${IN_FLIGHT} in flight, ${which}`,
      unit: 'a second',
      against: 'a no-op workflow of six',
      targets: [
        { name: 'floor', bound: 'at least', value: 0.5 },
        { name: 'moonshot', bound: 'at least', value: 0.8 },
      ],
    },
    rounds,
  );
}

/** One round of refunds through the product's own workflow. @returns how many a second */
export async function refundRate(product: Product, refunds: RecordedRefunds): Promise<number> {
  const { db, client, taskQueue } = product;
  const payments = await refunds.payments(REFUNDS_A_ROUND);
  return ratePerSecond(REFUNDS_A_ROUND, IN_FLIGHT, async (nth) => {
    const refund = await refunds.note(payments[nth] ?? missing(nth));
    const runId = await startRefundWorkflow(client, taskQueue, workflowInputOf(refund));
    await markWorkflowStarted(db, { firmId: refund.firmId, refundId: refund.id }, runId);
    await refunds.atRest(refund);
  });
}

function missing(nth: number): never {
  throw new Error(`There is no payment ${nth}`);
}
