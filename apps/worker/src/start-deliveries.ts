// Starts the workflows of recorded deliveries: as soon as Postgres announces some, and in each sweep.
import type { Connection } from '@makewhole/db/connect';
import { DELIVERIES_CHANNEL } from '@makewhole/db/events/enqueue-deliveries';
import type { Logger } from '@makewhole/runtime/logger';
import { DELIVERIES, type Engine } from './activities/open-work.ts';

/**
 * Starts deliveries as they arrive. One pass at a time, and one more for what arrived meanwhile. @returns a function
 * that stops it
 */
export async function startDeliveriesAsTheyCome(
  { direct, db }: Pick<Connection, 'direct' | 'db'>,
  engine: Omit<Engine, 'db'>,
  log: Logger,
): Promise<() => Promise<void>> {
  let wanted = false;
  let looking: Promise<void> | null = null;
  const look = async () => {
    while (wanted) {
      wanted = false;
      const { errors } = await DELIVERIES.startStranded({ db, ...engine }, null);
      if (errors.length > 0) throw errors[0];
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
  const listening = await direct.listen(DELIVERIES_CHANNEL, wake, wake);
  return async () => {
    await listening.unlisten();
    await looking;
  };
}
