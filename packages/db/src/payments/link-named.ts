// Links the payments that name a matter or an invoice which the firm has just brought in (ADR 17). A payment that a refund
// stands for is left alone.
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { FirmId, TransactionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { isSameNumber } from '../find-by-number.ts';
import { paymentItems, payments } from '../schema/payments.ts';
import { bookPayment } from './book-payment.ts';
import { linkPayment } from './link-payment.ts';

/** The next reconciliation links the rest. */
const LINKED_AT_ONCE_MAX = 200;

type Named = { readonly firmId: FirmId; readonly number: string; readonly at: Date };

/** Links and books the payments that name this matter. @returns how many were looked at */
export async function linkPaymentsOfMatter(tx: Db, { firmId, number, at }: Named): Promise<number> {
  const naming = await tx
    .select({ transactionId: payments.transactionId })
    .from(payments)
    .where(
      and(
        eq(payments.firmId, firmId),
        isNull(payments.matterId),
        isSameNumber(payments.matterNumber, sql`${number}::text`),
      ),
    )
    .orderBy(asc(payments.transactionId))
    .limit(LINKED_AT_ONCE_MAX);
  return linkAll(tx, firmId, naming, at);
}

/** Which of these matter numbers are named by a payment that has no matter. */
export async function numbersThatPaymentsName(
  tx: Db,
  firmId: FirmId,
  numbers: readonly string[],
): Promise<ReadonlySet<string>> {
  if (numbers.length === 0) return new Set();
  const listed = sql.join(
    numbers.map((number) => sql`${number}::text`),
    sql`, `,
  );
  const rows = await tx.execute<{ number: string }>(sql`
    SELECT wanted.number FROM unnest(ARRAY[${listed}]) AS wanted(number)
    WHERE EXISTS (SELECT FROM ${payments} WHERE ${payments.firmId} = ${firmId} AND ${payments.matterId} IS NULL
                  AND ${isSameNumber(payments.matterNumber, sql`wanted.number`)})`);
  return new Set(rows.map(({ number }) => number));
}

/** Links and books the payments that name this invoice. @returns how many were looked at */
export async function linkPaymentsOfInvoice(tx: Db, { firmId, number, at }: Named): Promise<number> {
  const naming = await tx
    .selectDistinct({ transactionId: paymentItems.transactionId })
    .from(paymentItems)
    .where(
      and(
        eq(paymentItems.firmId, firmId),
        isSameNumber(paymentItems.invoiceNumber, sql`${number}::text`),
        sql`NOT EXISTS (SELECT FROM allocations a WHERE a.firm_id = ${paymentItems.firmId} AND a.item_id = ${paymentItems.id})`,
      ),
    )
    .orderBy(asc(paymentItems.transactionId))
    .limit(LINKED_AT_ONCE_MAX);
  return linkAll(tx, firmId, naming, at);
}

async function linkAll(
  tx: Db,
  firmId: FirmId,
  naming: readonly { readonly transactionId: TransactionId }[],
  at: Date,
): Promise<number> {
  for (const { transactionId } of naming) {
    await linkPayment(tx, { firmId, transactionId });
    await bookPayment(tx, { firmId, transactionId }, at);
  }
  return naming.length;
}
