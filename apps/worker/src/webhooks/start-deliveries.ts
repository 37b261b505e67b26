// Starts the workflows of deliveries that were noted: as soon as Postgres says that there are some, and in each sweep.
import type { Client } from '@temporalio/client';
import type { Connection, Db } from '@makewhole/db/connect';
import { listStrandedDeliveries, markDeliveryStarted } from '@makewhole/db/webhooks/carry-delivery';
import { DELIVERIES_CHANNEL } from '@makewhole/db/webhooks/note-deliveries';
import type { Logger } from '@makewhole/runtime/logger';
import { startWebhookWorkflow } from '@makewhole/runtime/start-workflows';

type Starter = { readonly db: Db; readonly temporal: Client; readonly taskQueue: string };

const BATCH_MAX = 200;

/** Starts what waits, 200 at most. @returns how many @throws where Temporal or Postgres is away */
export async function startDeliveries({ db, temporal, taskQueue }: Starter): Promise<number> {
  const stranded = await listStrandedDeliveries(db, { limit: BATCH_MAX });
  await Promise.all(
    stranded.map(async (input) => {
      await markDeliveryStarted(db, input, await startWebhookWorkflow(temporal, taskQueue, input));
    }),
  );
  return stranded.length;
}

/** Starts deliveries as they come. One look at a time, and one more for what came meanwhile. @returns ends it */
export async function startDeliveriesAsTheyCome(
  { sql, db }: Pick<Connection, 'sql' | 'db'>,
  engine: Omit<Starter, 'db'>,
  log: Logger,
): Promise<() => Promise<void>> {
  let wanted = false;
  let looking: Promise<void> | null = null;
  const look = async () => {
    while (wanted) {
      wanted = false;
      if ((await startDeliveries({ db, ...engine })) === BATCH_MAX) wanted = true;
    }
  };
  const wake = () => {
    wanted = true;
    looking ??= look()
      .catch((error: unknown) => {
        log.warn({ err: error }, 'webhook deliveries were not started; the sweep will start them');
      })
      .finally(() => {
        looking = null;
        if (wanted) wake();
      });
  };
  const listening = await sql.listen(DELIVERIES_CHANNEL, wake, wake);
  return async () => {
    await listening.unlisten();
    await looking;
  };
}
