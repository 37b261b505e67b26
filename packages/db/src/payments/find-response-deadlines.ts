import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { FirmId, TransactionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { processorEvents } from '../schema/processor-events.ts';

/** Until when the firm can answer the dispute of each of these payments; those without a known deadline are left out. */
export async function findResponseDeadlines(
  db: Db,
  firmId: FirmId,
  transactionIds: readonly TransactionId[],
): Promise<Map<TransactionId, Instant>> {
  if (transactionIds.length === 0) return new Map();
  const dispute = sql`${processorEvents.payload} #> '{payment,dispute}'`;
  const rows = await db
    .selectDistinctOn([processorEvents.transactionId], {
      transactionId: processorEvents.transactionId,
      status: sql<string | null>`${dispute} ->> 'status'`,
      respondBy: sql<Instant | null>`${dispute} ->> 'respondBy'`,
    })
    .from(processorEvents)
    .where(
      and(
        eq(processorEvents.firmId, firmId),
        inArray(processorEvents.transactionId, [...transactionIds]),
        // The predicate of the index processor_events_disputes.
        sql`${processorEvents.type} IN ('payment.disputed', 'dispute.closed')`,
      ),
    )
    .orderBy(
      processorEvents.transactionId,
      desc(sql`(${processorEvents.payload} ->> 'occurredAt')::timestamptz`),
    );
  return new Map(
    rows.flatMap(({ transactionId, status, respondBy }) =>
      status === 'open' && respondBy !== null ? [[transactionId, respondBy]] : [],
    ),
  );
}
