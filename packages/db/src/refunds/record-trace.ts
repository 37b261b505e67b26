// The trace number of a refund: the client's bank finds the credit by it (B11).
import { and, eq } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { ENGINE, appendEvent } from '../events/append-refund-event.ts';
import { lockRefund, type RefundKey } from '../lock-refund.ts';
import { endPaymentTasks } from '../obligations/payment-tasks.ts';
import { refunds } from '../schema/refunds.ts';

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
