import { and, asc, eq } from 'drizzle-orm';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { FirmId, RefundId, TransactionId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import { invoices } from '../schema/matters.ts';
import { allocations } from '../schema/payments.ts';
import { isStanding } from '../invoices/trust-applications.ts';

/** An invoice payment, and the refund that reversed it: it is kept and marked (R8). */
export type AllocationView = {
  readonly invoiceNumber: string;
  /** That invoice's ID in the firm's own system. */
  readonly invoiceExternalId: string;
  readonly amount: Money;
  readonly reversedAt: Instant | null;
  readonly reversedByRefundId: RefundId | null;
};

/** The invoice payments that a payment of the firm made, by invoice number. */
export async function findAllocations(
  db: Db,
  { firmId, transactionId }: { readonly firmId: FirmId; readonly transactionId: TransactionId },
): Promise<AllocationView[]> {
  const rows = await db
    .select({
      invoiceNumber: invoices.number,
      invoiceExternalId: invoices.externalId,
      amount: allocations.amount,
      reversedAt: allocations.reversedAt,
      reversedByRefundId: allocations.reversedByRefundId,
    })
    .from(allocations)
    .innerJoin(invoices, and(eq(invoices.firmId, allocations.firmId), eq(invoices.id, allocations.invoiceId)))
    .where(and(eq(allocations.firmId, firmId), eq(allocations.transactionId, transactionId), isStanding()))
    .orderBy(asc(invoices.number), asc(allocations.id));
  return rows.map((row) => ({ ...row, reversedAt: row.reversedAt?.toISOString() ?? null }));
}
