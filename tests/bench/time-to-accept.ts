import { randomUUID } from 'node:crypto';
import type { Measure } from './measure.ts';
import { keepConnection, type KeptConnection } from './keep-alive.ts';
import { openRecordedRefunds } from './recorded-refunds.ts';
import { startProduct, type Product } from './product.ts';
import { alternate, comparedTimes, timeEach } from './rounds.ts';

const REQUESTS_A_ROUND = 100;
const ROUNDS = 5;

export const timeToAccept: Measure = {
  name: 'time-to-accept',
  meaning:
    'The time from POST /v1/refunds to its 202, over HTTP and one after the other, against one bare INSERT of a small row, committed, on the same Postgres by the same driver. The 202 stands for one transaction (key claimed, payment locked and checked, refund, legs, event, answer kept); its statements wait for each other, so the ratio counts round trips. No worker runs meanwhile.',
  async run(bench) {
    const product = await startProduct(bench, { hasWorker: false });
    await product.sql`CREATE TABLE bare_rows (id text PRIMARY KEY, body text NOT NULL)`;
    const connection = keepConnection(product.url, product.key);
    const rounds = await alternate(
      ROUNDS,
      () => timesToAccept(product, connection),
      () => timesToInsert(product),
    );
    connection.close();
    await product.stop();
    return comparedTimes(
      {
        what: 'POST /v1/refunds to its 202',
        against: 'one bare INSERT',
        targets: [{ name: 'target', bound: 'at most', value: 3 }],
      },
      rounds,
    );
  },
};

/** How long each refund took to be accepted, milliseconds. */
export async function timesToAccept(product: Product, connection: KeptConnection): Promise<number[]> {
  const payments = await openRecordedRefunds(product).payments(REQUESTS_A_ROUND);
  return timeEach(REQUESTS_A_ROUND, (nth) =>
    connection.ask(
      'POST',
      '/v1/refunds',
      202,
      { 'idempotency-key': randomUUID() },
      { transactionId: payments[nth], reason: 'Paid twice by mistake' },
    ),
  );
}

function timesToInsert({ sql }: Product): Promise<number[]> {
  return timeEach(
    REQUESTS_A_ROUND,
    () => sql`INSERT INTO bare_rows (id, body) VALUES (${randomUUID()}, 'Paid twice by mistake')`,
  );
}
