// The invoices that a payment paid, and how a decision about one of them is named when it is a task about the payment.
import { and, eq, type SQL } from 'drizzle-orm';
import { asId, type AllocationId, type LossId, type ObligationId } from '@makewhole/domain/ids';
import type { Money } from '@makewhole/domain/money';
import type { Db } from '../connect.ts';
import type { PaymentKey } from '../lock-payment.ts';
import type { RefundRow } from '../lock-refund.ts';
import { isStanding, wasStandingFor } from '../payments/trust-applications.ts';
import { invoices } from '../schema/matters.ts';
import { allocations } from '../schema/payments.ts';

export type PaidInvoice = {
  readonly allocationId: AllocationId;
  readonly invoiceNumber: string;
  readonly amount: Money;
};

/** The invoices that a payment pays, and how much of each. */
export function findPaidInvoices(tx: Db, payment: PaymentKey): Promise<PaidInvoice[]> {
  return findInvoices(tx, payment, isStanding());
}

/** Those that it paid when a refund of it was requested, as the refund's legs say where the money was then. */
export function findRefundedInvoices(tx: Db, refund: RefundRow): Promise<PaidInvoice[]> {
  return findInvoices(tx, refund, wasStandingFor(refund.id));
}

function findInvoices(tx: Db, { firmId, transactionId }: PaymentKey, which: SQL): Promise<PaidInvoice[]> {
  return tx
    .select({
      allocationId: allocations.id,
      invoiceNumber: invoices.number,
      amount: allocations.amount,
    })
    .from(allocations)
    .innerJoin(invoices, eq(invoices.id, allocations.invoiceId))
    .where(and(eq(allocations.firmId, firmId), eq(allocations.transactionId, transactionId), which))
    .orderBy(invoices.number, allocations.id);
}

/** A decision is about one invoice payment, and a loss, or a client who was paid another way. */
type InvoiceOfCause = {
  readonly causeId: LossId | ObligationId;
  readonly allocationId: AllocationId;
};

export function invoiceSubject({ causeId, allocationId }: InvoiceOfCause): string {
  return `${causeId}:${allocationId}`;
}

/** What the subject of such a decision names; null if it is none. */
export function readInvoiceSubject(subject: string): InvoiceOfCause | null {
  const [causeId, allocationId] = subject.split(':');
  if (causeId === undefined || allocationId === undefined) return null;
  return { causeId: asId<LossId>(causeId), allocationId: asId<AllocationId>(allocationId) };
}
