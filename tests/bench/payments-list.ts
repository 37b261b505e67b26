import { listPayments } from '@makewhole/db/payments/list-payments';
import type { Bench } from './bench.ts';
import { keepConnection } from './keep-alive.ts';
import { loadManyPayments } from './many-payments.ts';
import type { Measure } from './measure.ts';
import { startProduct, type Product } from './product.ts';
import { alternate, comparedTimes, timeEach } from './rounds.ts';
import { writeSortedCursor } from '@makewhole/db/paging';

const MANY = 1_000_000;
const FEW = 10_000;
/** Of all sales, how many come before the deep page. */
const DEEP = 0.9;
const PAGE = 25;
const READS_A_ROUND = 150;
const ROUNDS = 5;
const SEARCHES_A_ROUND = 30;
/** What people type, by what it finds. */
const SEARCHES = {
  'the last four of a card, one payment in 10,000': '7777',
  'a name that one payment in sixteen has': 'Payer 7',
  'a part of an ID': 'bulk_9999',
} as const;

export const paymentsList: Measure = {
  name: 'payments-list',
  isBig: true,
  meaning:
    'A page of 25 sales, newest first, of a firm with 1,000,000 payments against one with 10,000 (each in a database of its own), and a page nine tenths down the list against the first one. First the store function alone, then the whole answer of GET /v1/payments, which also counts the three kinds; and that answer for what people search for.',
  async run(bench) {
    const many = await startLoaded(bench, MANY);
    const few = await startLoaded(bench, FEW);
    const cursor = await deepCursor(many);
    const first = { against: `the same with ${FEW.toLocaleString('en')} payments` };
    const deep = { what: 'A page nine tenths down', against: 'the first page' };
    const size = { name: 'target', bound: 'at most', value: 1.5 } as const;
    const depth = { name: 'target', bound: 'at most', value: 1.3 } as const;

    const bySize = await alternate(
      ROUNDS,
      () => pages(many),
      () => pages(few),
    );
    const byDepth = await alternate(
      ROUNDS,
      () => pages(many, cursor),
      () => pages(many),
    );
    const answersBySize = await alternate(ROUNDS, many.answers, few.answers);
    const searches = [];
    for (const [what, q] of Object.entries(SEARCHES)) {
      const rounds = await alternate(
        ROUNDS,
        () => many.search(q),
        () => few.search(q),
      );
      searches.push(...comparedTimes({ ...first, what: `A search for ${what}` }, rounds));
    }
    await many.stop();
    await few.stop();
    return [
      ...comparedTimes(
        { ...first, what: `The first page of ${MANY.toLocaleString('en')}`, targets: [size] },
        bySize,
      ),
      ...comparedTimes({ ...deep, targets: [depth] }, byDepth),
      ...comparedTimes(
        { ...first, what: 'GET /v1/payments, the whole answer', targets: [size] },
        answersBySize,
      ),
      ...searches,
    ];
  },
};

async function startLoaded(bench: Bench, total: number) {
  const product = await startProduct(bench, { hasWorker: false });
  await loadManyPayments(product, total, bench.say);
  const connection = keepConnection(product.url, product.key);
  const list = `/v1/payments?type=sale&limit=${PAGE}`;
  return {
    ...product,
    answers: () => timeEach(READS_A_ROUND, () => connection.ask('GET', list, 200)),
    search: (q: string) =>
      timeEach(SEARCHES_A_ROUND, () =>
        connection.ask('GET', `${list}&${String(new URLSearchParams({ q }))}`, 200),
      ),
    async stop() {
      connection.close();
      await product.stop();
    },
  };
}

/** How long each page took to be read from the store, milliseconds. */
function pages({ db, firm }: Product, cursor?: string): Promise<number[]> {
  return timeEach(READS_A_ROUND, async () => {
    const page = await listPayments(db, {
      firmId: firm.firmId,
      type: 'sale',
      sort: '-created',
      limit: PAGE,
      cursor,
    });
    if (page.kind !== 'page' || page.data.length !== PAGE) throw new Error('The page is not a full one');
  });
}

async function deepCursor({ sql, firm }: Product): Promise<string> {
  const [place] = await sql<{ transactionId: string; createdAt: string }[]>`
    SELECT transaction_id AS "transactionId", created_at AS "createdAt" FROM payments
    WHERE firm_id = ${firm.firmId} AND type = 'sale'
    ORDER BY created_at DESC, transaction_id DESC OFFSET ${Math.round(MANY * 0.9 * DEEP)} LIMIT 1`;
  if (place === undefined) throw new Error('The list is not that deep');
  return writeSortedCursor('-created', {
    key: new Date(place.createdAt).toISOString(),
    id: place.transactionId,
  });
}
