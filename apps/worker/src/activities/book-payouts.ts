// What companies that net paid out (BK4), asked for each night: a payout is booked once, by its ID, when it has arrived and
// our books have all of its items.
import { log } from '@temporalio/activity';
import type { ConnectionView } from '@makewhole/db/connections/find-connection';
import { listNettingConnections } from '@makewhole/db/connections/list-netting';
import { findOldestOpen, keepPayout } from '@makewhole/db/payouts/keep-payout';
import { addCalendarDays, bankDateOf, type BankDate } from '@makewhole/domain/bank-calendar';
import type { ConnectionId } from '@makewhole/domain/ids';
import { safeError } from '@makewhole/runtime/safe-error';
import type { Dependencies } from './dependencies.ts';
import { unavailable } from './unavailable.ts';

export type PayoutsBooked = {
  /** Payouts that are booked, now or before. */
  readonly booked: number;
  /** Payouts that our books do not explain yet. */
  readonly unexplained: number;
  /** Connections whose payouts could not be read or kept. */
  readonly failed: number;
  /** Null if these were the last connections. */
  readonly after: ConnectionId | null;
};

/** A payout may come back for some days after it arrived. */
const ASKED_BACK_DAYS = 35;
const PAGE_MAX = 100;

type Needs = Pick<Dependencies, 'db' | 'processor'>;

/** Books the payouts of the next page of connections. One that fails does not delay the others. */
export const bookPayouts =
  (dependencies: Needs) =>
  async ({
    after,
    limit,
  }: {
    readonly after: ConnectionId | null;
    readonly limit: number;
  }): Promise<PayoutsBooked> => {
    const connections = await listNettingConnections(dependencies.db, { after, limit });
    let [booked, unexplained, failed] = [0, 0, 0];
    for (const connection of connections) {
      try {
        const done = await bookOf(dependencies, connection, new Date());
        booked += done.booked;
        unexplained += done.unexplained;
      } catch (error) {
        failed += 1;
        const { id: connectionId, firmId } = connection;
        log.error('The payouts of a connection could not be booked', {
          ...{ firmId, connectionId, error: safeError(error) },
        });
      }
    }
    const isLast = connections.length < limit;
    return { booked, unexplained, failed, after: isLast ? null : (connections.at(-1)?.id ?? null) };
  };

async function bookOf(
  { db, processor }: Needs,
  { firmId, id: connectionId, paysOutTo, payoutsFrom }: ConnectionView,
  at: Date,
): Promise<{ readonly booked: number; readonly unexplained: number }> {
  const asked = earlier(
    addCalendarDays(bankDateOf(at.toISOString()), -ASKED_BACK_DAYS),
    await findOldestOpen(db, { firmId, connectionId }),
  );
  const since = payoutsFrom !== null && payoutsFrom > asked ? payoutsFrom : asked;
  let [booked, unexplained] = [0, 0];
  let cursor: string | null = null;
  do {
    const answer: Awaited<ReturnType<typeof processor.listPayouts>> = await processor.listPayouts({
      ...{ connectionId, since, cursor, limit: PAGE_MAX },
    });
    if (answer.kind === 'unavailable') throw unavailable(answer);
    for (const listed of answer.payouts) {
      // Where neither says it, it is the account of the firm's own money: what is not there stays unexplained.
      const account = listed.account ?? (paysOutTo === 'trust' ? 'trust' : 'operating');
      const payout = { ...listed, account };
      const kept = await keepPayout(db, { firmId, connectionId, payout, at });
      if (kept === 'booked' || kept === 'returned') booked += 1;
      if (kept === 'unexplained') unexplained += 1;
    }
    cursor = answer.nextCursor;
  } while (cursor !== null);
  return { booked, unexplained };
}

function earlier(one: BankDate, other: BankDate | null): BankDate {
  return other !== null && other < one ? other : one;
}
