// Links a payment to the firm's matter and invoices by the numbers that the processor has for them. A number that the
// firm does not have yet is kept as it came, and linked once it does.
import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { AllocationId, FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { invoices, matters } from '../schema/matters.ts';
import { allocations, paymentItems, payments } from '../schema/payments.ts';
import { isSameNumber, findByNumber } from '../find-by-number.ts';
import { bookPayment } from './book-payment.ts';
import { findStandingRefund, type PaymentKey } from '../lock-payment.ts';

/**
 * Links the payment to the matter and invoices that it names, as far as the firm has them. While a refund of it
 * stands, nothing is linked: the refund's books say where the money was at the request. The caller books what follows.
 */
export async function linkPayment(tx: Db, key: PaymentKey): Promise<void> {
  const ofKey = and(eq(payments.firmId, key.firmId), eq(payments.transactionId, key.transactionId));
  const [payment] = await tx
    .select({ matterId: payments.matterId, matterNumber: payments.matterNumber })
    .from(payments)
    .where(ofKey)
    .for('update');
  if (payment === undefined) return;
  const { matterId, matterNumber } = payment;
  const unlinked = await findUnlinkedItems(tx, key);
  const isMatterMissing = matterId === null && matterNumber !== null;
  if (!isMatterMissing && unlinked.length === 0) return;
  if ((await findStandingRefund(tx, key)) !== null) return;
  const matter = isMatterMissing ? await findByNumber(tx, matters, key.firmId, matterNumber) : null;
  if (matter !== null) await tx.update(payments).set({ matterId: matter }).where(ofKey);
  for (const { itemId, amount, invoiceNumber } of unlinked) {
    const invoiceId = await findByNumber(tx, invoices, key.firmId, invoiceNumber);
    if (invoiceId === null) continue;
    await tx
      .insert(allocations)
      .values({ ...key, id: newId<AllocationId>('alloc'), itemId, invoiceId, amount });
  }
}

/** Links a firm's payments whose matters have become known since. @returns how many */
export async function linkWaiting(
  db: Db,
  { firmId, limit, at }: { readonly firmId: FirmId; readonly limit: number; readonly at: Date },
): Promise<number> {
  const waiting = await db
    .selectDistinct({ firmId: payments.firmId, transactionId: payments.transactionId })
    .from(payments)
    .leftJoin(
      paymentItems,
      and(
        eq(paymentItems.firmId, payments.firmId),
        eq(paymentItems.transactionId, payments.transactionId),
        isNamed(),
      ),
    )
    .leftJoin(
      matters,
      and(eq(matters.firmId, payments.firmId), isSameNumber(matters.number, payments.matterNumber)),
    )
    .leftJoin(
      invoices,
      and(eq(invoices.firmId, payments.firmId), isSameNumber(invoices.number, paymentItems.invoiceNumber)),
    )
    .where(
      and(
        eq(payments.firmId, firmId),
        sql`(${payments.matterId} IS NULL AND ${matters.id} IS NOT NULL OR ${invoices.id} IS NOT NULL AND ${isUnpaid()})`,
      ),
    )
    .limit(limit);
  for (const key of waiting) {
    await db.transaction(async (tx) => {
      await linkPayment(tx, key);
      await bookPayment(tx, key, at);
    });
  }
  return waiting.length;
}

/**
 * Whether the payment names an invoice that the firm does not have: the invoice stays paid in the other system, even
 * after a refund.
 */
export async function namesUnknownInvoice(tx: Db, key: PaymentKey): Promise<boolean> {
  return (await findUnlinkedItems(tx, key)).length > 0;
}

/**
 * The payment's items that name an invoice and have not paid one yet. Only operating money pays invoices, and an
 * amount of zero pays nothing.
 */
async function findUnlinkedItems(tx: Db, { firmId, transactionId }: PaymentKey) {
  const { id: itemId, amount, invoiceNumber } = paymentItems;
  const rows = await tx
    .select({ itemId, amount, invoiceNumber })
    .from(paymentItems)
    .where(
      and(
        eq(paymentItems.firmId, firmId),
        eq(paymentItems.transactionId, transactionId),
        isNamed(),
        isUnpaid(),
      ),
    )
    .orderBy(paymentItems.position);
  return rows.flatMap((row) =>
    row.invoiceNumber === null ? [] : [{ ...row, invoiceNumber: row.invoiceNumber }],
  );
}

function isNamed() {
  return and(
    eq(paymentItems.account, 'operating'),
    isNotNull(paymentItems.invoiceNumber),
    sql`${paymentItems.amount} > 0`,
    // It is no part of an invoice, whatever the processor files it under.
    sql`${paymentItems.kind} IS DISTINCT FROM 'surcharge'`,
  );
}

function isUnpaid() {
  return sql`NOT EXISTS (SELECT FROM ${allocations}
    WHERE ${and(eq(allocations.firmId, paymentItems.firmId), eq(allocations.itemId, paymentItems.id))})`;
}
