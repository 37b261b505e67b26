// What of a payment's trust money has paid invoices from trust since (T7): the invoice payments that stand, and those that
// a refund found when it was requested.
import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { Application } from '@makewhole/domain/applied-from-trust';
import type { AllocationId, PrincipalId, RefundId, TrustApplicationId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import type { RefundKey } from '../lock-refund.ts';
import { invoices } from '../schema/matters.ts';
import { allocations } from '../schema/payments.ts';
import { refundApplications, trustApplications } from '../schema/trust-applications.ts';

export type ApplicationView = Application & {
  readonly id: TrustApplicationId;
  readonly allocationId: AllocationId;
  readonly invoiceNumber: string;
  readonly recordedBy: PrincipalId;
  readonly recordedAt: Instant;
};

/** What stands of a payment, oldest first. */
export async function findApplications(
  db: Db,
  { firmId, transactionId }: PaymentKey,
): Promise<ApplicationView[]> {
  const { id, itemId, invoiceId, allocationId, amount, date, reference } = trustApplications;
  const { recordedBy, recordedAt } = trustApplications;
  const rows = await db
    .select({
      ...{ id, itemId, invoiceId, allocationId, amount, date, reference, recordedBy, recordedAt },
      invoiceNumber: invoices.number,
    })
    .from(trustApplications)
    .innerJoin(invoices, and(eq(invoices.firmId, trustApplications.firmId), eq(invoices.id, invoiceId)))
    .where(
      and(
        eq(trustApplications.firmId, firmId),
        eq(trustApplications.transactionId, transactionId),
        isNull(trustApplications.endedAt),
      ),
    )
    .orderBy(asc(trustApplications.date), asc(trustApplications.id));
  return rows.map((row) => ({ ...row, recordedAt: row.recordedAt.toISOString() }));
}

/** Fixes for a refund, with its legs, what had been applied when it was requested. */
export async function keepApplications(tx: Db, { firmId, refundId }: RefundKey, payment: PaymentKey) {
  const standing = await findApplications(tx, payment);
  if (standing.length === 0) return;
  const rows = standing.map(({ id: applicationId }) => ({ firmId, refundId, applicationId }));
  await tx.insert(refundApplications).values(rows);
}

/** For queries of allocations: whether the invoice payment was not ended as a mistake. */
export function isStanding(): SQL {
  return sql`NOT EXISTS (SELECT FROM ${trustApplications} WHERE ${and(
    eq(trustApplications.firmId, allocations.firmId),
    eq(trustApplications.allocationId, allocations.id),
    sql`${trustApplications.endedAt} IS NOT NULL`,
  )})`;
}

/** For queries of allocations: whether it was one when the refund was requested. */
export function wasStandingFor(refundId: RefundId): SQL {
  return sql`NOT EXISTS (SELECT FROM ${trustApplications} WHERE ${and(
    eq(trustApplications.firmId, allocations.firmId),
    eq(trustApplications.allocationId, allocations.id),
  )} AND NOT EXISTS (SELECT FROM ${refundApplications} WHERE ${and(
    eq(refundApplications.firmId, trustApplications.firmId),
    eq(refundApplications.applicationId, trustApplications.id),
    eq(refundApplications.refundId, refundId),
  )}))`;
}
