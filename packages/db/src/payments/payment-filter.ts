// What a list of payments is narrowed to: a text, a stretch of time, a stretch of amounts (R10).
import { and, eq, gte, lt, lte, or, sql, type AnyColumn, type SQL } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { invoices, matters } from '../schema/matters.ts';
import { allocations, payments } from '../schema/payments.ts';
import type { refunds } from '../schema/refunds.ts';
import { isStorableText } from './storable-text.ts';

export type PaymentFilter = {
  readonly firmId: FirmId;
  /** Only payments that contain this text; see containsText. */
  readonly q?: string | undefined;
  /** Made at or after, and before. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly amounts?: AmountRange | undefined;
};

/** Minor units, both ends included. */
export type AmountRange = { readonly min?: number | undefined; readonly max?: number | undefined };

/** The condition that a payment is in the list, on whatever page. */
export function inPaymentList({ firmId, q, from, to, amounts }: PaymentFilter): SQL | undefined {
  return and(
    eq(payments.firmId, firmId),
    from === undefined ? undefined : gte(payments.createdAt, from),
    to === undefined ? undefined : lt(payments.createdAt, to),
    withinAmounts(payments.amount, amounts),
    containsText(firmId, q),
  );
}

export function withinAmounts(
  column: typeof payments.amount | typeof refunds.amount,
  { min, max }: AmountRange = {},
): SQL | undefined {
  return and(
    min === undefined ? undefined : gte(column, money(min)),
    max === undefined ? undefined : lte(column, money(max)),
  );
}

/**
 * The condition that a payment contains a text, whatever its case (R10): in its payer's name, last four digits or
 * transaction ID (a refund also in that of its payment), its matter's number or name, or the number of an invoice that it
 * paid. Undefined for an empty text, which every payment contains.
 */
export function containsText(firmId: FirmId, text: string | undefined): SQL | undefined {
  const wanted = text?.trim() ?? '';
  if (wanted === '') return undefined;
  if (!isStorableText(wanted)) return sql`false`;
  const pattern = `%${wanted.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const contains = (column: AnyColumn) => sql`${column} ILIKE ${pattern}`;
  const matching = sql`SELECT ${matters.id} FROM ${matters} WHERE ${and(
    eq(matters.firmId, firmId),
    or(contains(matters.number), contains(matters.name)),
  )}`;
  const paying = sql`SELECT ${allocations.transactionId} FROM ${allocations}
    JOIN ${invoices} ON ${invoices.firmId} = ${allocations.firmId} AND ${invoices.id} = ${allocations.invoiceId}
    WHERE ${and(eq(allocations.firmId, firmId), contains(invoices.number))}`;
  return or(
    contains(payments.payerName),
    contains(payments.last4),
    contains(payments.transactionId),
    contains(payments.refundOf),
    sql`${payments.matterId} IN (${matching})`,
    sql`coalesce(${payments.refundOf}, ${payments.transactionId}) IN (${paying})`,
  );
}
