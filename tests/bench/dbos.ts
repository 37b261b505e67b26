import { randomUUID } from 'node:crypto';
import { forkScript } from './forked.ts';
import { ratePerSecond } from './in-flight.ts';
import { keepConnection } from './keep-alive.ts';
import { compared, type Measure } from './measure.ts';
import { openRecordedRefunds, type RecordedRefunds } from './recorded-refunds.ts';
import { startProduct, type Product } from './product.ts';
import { IN_FLIGHT, REFUNDS_A_ROUND, ROUNDS, refundRate } from './refunds-per-second.ts';
import { alternate, comparedTimes, timeEach } from './rounds.ts';
import { timesToAccept } from './time-to-accept.ts';

const STARTS_A_ROUND = 100;

export const dbos: Measure = {
  name: 'dbos',
  meaning:
    'DBOS keeps its workflows in Postgres and runs them inside the application. The same refund, carried by it: our own activities as its steps, in the same order, on the same Postgres, payment company and mail server, its defaults otherwise. No webhook arrives on either side, so that both do the same six steps. Above 1 Makewhole on Temporal (a server on SQLite) is the quicker one, for refunds a second; for the time to the 202 below 1 is. A start by DBOS is one workflow without steps, without HTTP, key or checks before it.',
  async run(bench) {
    const ours = await startProduct(bench, { hasWorker: true, hearsWebhooks: false });
    const theirs = await startProduct(bench, { hasWorker: false, hearsWebhooks: false });
    const quiet = await startProduct(bench, { hasWorker: false });
    const engine = await startDbos(theirs);
    const [ourRefunds, theirRefunds] = [openRecordedRefunds(ours), openRecordedRefunds(theirs)];
    const rates = await alternate(
      ROUNDS,
      () => refundRate(ours, ourRefunds),
      () => dbosRate(theirs, theirRefunds, engine),
    );
    const connection = keepConnection(quiet.url, quiet.key);
    const starts = await alternate(
      ROUNDS,
      () => timesToAccept(quiet, connection),
      () => timeEach(STARTS_A_ROUND, () => engine.start('nothing', randomUUID())),
    );
    connection.close();
    await engine.stop();
    for (const product of [ours, theirs, quiet]) await product.stop();
    return [
      compared(
        {
          what: `Refunds to processing, ${IN_FLIGHT} in flight`,
          unit: 'a second',
          against: 'DBOS, the same saga',
        },
        rates,
      ),
      ...comparedTimes(
        {
          what: 'POST /v1/refunds to its 202',
          against: 'a start by DBOS',
          targets: [{ name: 'target', bound: 'at most', value: 1 }],
        },
        starts,
      ),
    ];
  },
};

type Engine = Awaited<ReturnType<typeof startDbos>>;

async function startDbos({ databaseUrl, sandboxUrl, smtpUrl }: Product) {
  const started = new Map<string, () => void>();
  const systemDatabaseUrl = new URL(databaseUrl);
  systemDatabaseUrl.pathname += '_dbos';
  const worker = await forkScript(
    './dbos-worker.ts',
    [databaseUrl, systemDatabaseUrl.href, sandboxUrl, smtpUrl],
    (id) => {
      started.get(id)?.();
      started.delete(id);
    },
  );
  return {
    /** Resolves when DBOS has the workflow in Postgres. */
    start: (firmId: string, id: string) =>
      new Promise<void>((resolve) => {
        started.set(id, resolve);
        worker.tell(`${firmId} ${id}`);
      }),
    stop: worker.stop,
  };
}

async function dbosRate({ firm }: Product, refunds: RecordedRefunds, engine: Engine): Promise<number> {
  const payments = await refunds.payments(REFUNDS_A_ROUND);
  return ratePerSecond(REFUNDS_A_ROUND, IN_FLIGHT, async (nth) => {
    const payment = payments[nth];
    if (payment === undefined) throw new Error(`There is no payment ${nth}`);
    const refund = await refunds.note(payment);
    await engine.start(firm.firmId, refund.id);
    await refunds.atRest(refund);
  });
}
