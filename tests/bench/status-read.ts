import type { Measure } from './measure.ts';
import { keepConnection } from './keep-alive.ts';
import { openRecordedRefunds } from './recorded-refunds.ts';
import { startProduct } from './product.ts';
import { alternate, comparedTimes, timeEach } from './rounds.ts';
import { findRefund } from '@makewhole/db/refunds/refund-view';

const READS_A_ROUND = 300;
const ROUNDS = 5;

export const statusRead: Measure = {
  name: 'status-read',
  meaning:
    'GET /v1/refunds/{id} over HTTP, one after the other, against what stands behind it: the store function that reads the refund with its legs, obligations and postings, and one bare SELECT of its row. The first ratio is what HTTP, the key and the JSON cost; the second what all of it costs.',
  async run(bench) {
    const product = await startProduct(bench, { hasWorker: false });
    const { db, sql, firm } = product;
    const refunds = openRecordedRefunds(product);
    const [payment] = await refunds.payments(1);
    if (payment === undefined) throw new Error('No payment was made');
    const refund = await refunds.note(payment);
    const connection = keepConnection(product.url, product.key);
    const read = () => timeEach(READS_A_ROUND, () => connection.ask('GET', `/v1/refunds/${refund.id}`, 200));
    const againstStore = await alternate(ROUNDS, read, () =>
      timeEach(READS_A_ROUND, () => findRefund(db, { firmId: firm.firmId, refundId: refund.id })),
    );
    const againstRow = await alternate(ROUNDS, read, () =>
      timeEach(
        READS_A_ROUND,
        () => sql`SELECT * FROM refunds WHERE firm_id = ${firm.firmId} AND id = ${refund.id}`,
      ),
    );
    connection.close();
    await product.stop();
    const what = 'GET /v1/refunds/{id}';
    return [
      ...comparedTimes({ what, against: 'findRefund in process' }, againstStore),
      ...comparedTimes({ what, against: "one bare SELECT of the refund's row" }, againstRow),
    ];
  },
};
