// Marks the invoice payments behind a refund as reversed, and takes the mark away (R8).
import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import type { PaidInvoice } from '../invoices/invoice-payments.ts';
import type { RefundRow } from '../lock-refund.ts';
import { allocations } from '../schema/payments.ts';

export async function markReversed(
  tx: Db,
  row: RefundRow,
  allocated: readonly PaidInvoice[],
  at: Date,
): Promise<void> {
  if (allocated.length === 0) return;
  const ids = allocated.map(({ allocationId }) => allocationId);
  await tx
    .update(allocations)
    .set({ reversedAt: at, reversedByRefundId: row.id })
    .where(and(eq(allocations.firmId, row.firmId), inArray(allocations.id, ids)));
}

/** The invoice payments stand again. */
export async function unmarkReversed(tx: Db, row: RefundRow): Promise<void> {
  await tx
    .update(allocations)
    .set({ reversedAt: null, reversedByRefundId: null })
    .where(and(eq(allocations.firmId, row.firmId), eq(allocations.reversedByRefundId, row.id)));
}
