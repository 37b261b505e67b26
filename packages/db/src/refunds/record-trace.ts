// The trace number of a refund: the client's bank finds the credit by it. Where the processor reports such numbers, a
// refund that is paid and has none after eight bank days may not have reached the client (B11).
import { and, asc, eq, gt, isNull, lt, notExists, sql } from 'drizzle-orm';
import { isTraceOverdue } from '@makewhole/domain/bank-calendar';
import { traceMissingSummary } from '@makewhole/domain/obligation-summaries';
import type { Db } from '../connect.ts';
import { ENGINE, appendEvent } from '../events/append-refund-event.ts';
import { lockRefund, type RefundKey } from '../lock-refund.ts';
import { endPaymentTasks, openPaymentTask } from '../obligations/payment-tasks.ts';
import { obligations } from '../schema/obligations.ts';
import { refunds } from '../schema/refunds.ts';

const DAY_MS = 86_400_000;
/** Eight bank days are never less than this; the rows that are left are counted. */
const OVERDUE_AT_LEAST_MS = 10 * DAY_MS;
/** A refund that is older is not looked for any more. */
const LOOKED_FOR_MS = 60 * DAY_MS;

/** Records the number that the processor reports, and ends the task to find it. The same number again changes nothing. */
export function recordTrace(db: Db, refund: RefundKey, traceNumber: string, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    const row = await lockRefund(tx, refund);
    if (row.traceNumber === traceNumber) return;
    const { firmId, transactionId, id } = row;
    await tx
      .update(refunds)
      .set({ traceNumber })
      .where(and(eq(refunds.firmId, firmId), eq(refunds.id, id)));
    await appendEvent(tx, refund, { type: 'refund.traced', actor: ENGINE, at, data: { traceNumber } });
    const task = { firmId, transactionId, kind: 'trace_missing', subject: id } as const;
    await endPaymentTasks(tx, task, { actor: ENGINE, at, answer: { reference: traceNumber } });
  });
}

/**
 * Opens a task for each refund that is paid and should have a trace number by now. Only after the firm's processor has
 * reported its first one: many never report any.
 * @returns how many tasks it opened
 */
export async function flagUntraced(
  db: Db,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<number> {
  const rows = await db
    .select()
    .from(refunds)
    .where(
      and(
        eq(refunds.status, 'succeeded'),
        isNull(refunds.traceNumber),
        lt(refunds.acceptedAt, new Date(now.getTime() - OVERDUE_AT_LEAST_MS)),
        gt(refunds.acceptedAt, new Date(now.getTime() - LOOKED_FOR_MS)),
        sql`${refunds.acceptedAt} > (SELECT min(traced.accepted_at) FROM refunds traced
          WHERE traced.firm_id = ${refunds.firmId} AND traced.trace_number IS NOT NULL)`,
        notExists(
          db
            .select({ one: sql`1` })
            .from(obligations)
            .where(
              and(
                eq(obligations.firmId, refunds.firmId),
                eq(obligations.transactionId, refunds.transactionId),
                eq(obligations.kind, 'trace_missing'),
                eq(obligations.subject, refunds.id),
              ),
            ),
        ),
      ),
    )
    .orderBy(asc(refunds.acceptedAt))
    .limit(limit);
  const overdue = rows.filter(
    ({ acceptedAt }) => acceptedAt !== null && isTraceOverdue(acceptedAt.toISOString(), now.toISOString()),
  );
  for (const { firmId, transactionId, id, amount, currency } of overdue) {
    const task = { firmId, transactionId, kind: 'trace_missing', subject: id } as const;
    const summary = traceMissingSummary({ amount, currency });
    await db.transaction((tx) => openPaymentTask(tx, task, { summary, amount, at: now }));
  }
  return overdue.length;
}
