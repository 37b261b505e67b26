// What a company that only notifies has reported: the record that is read where it cannot be asked.
import { and, asc, eq, sql } from 'drizzle-orm';
import type { ConnectionId, TransactionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { ofSameAccount } from '../connections/followed-connection.ts';
import { processorEvents } from '../schema/processor-events.ts';

/**
 * The reports about a payment and its refunds at the account of a connection, as the processor's module read them, in the order in
 * which they arrived. @param of limit: the oldest ones are listed
 */
export async function listFacts(
  db: Db,
  of: { readonly connectionId: ConnectionId; readonly transactionId: TransactionId; readonly limit: number },
): Promise<unknown[]> {
  const { connectionId, transactionId, isFact, payload, receivedAt, id } = processorEvents;
  const rows = await db
    .select({ payload })
    .from(processorEvents)
    .where(
      and(
        sql`${connectionId} IN ${ofSameAccount(of.connectionId)}`,
        eq(transactionId, of.transactionId),
        // The predicate of the index processor_events_facts.
        isFact,
      ),
    )
    .orderBy(asc(receivedAt), asc(id))
    .limit(of.limit);
  return rows.map((row) => row.payload);
}
