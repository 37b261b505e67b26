// The filters of a payment list: text, dates, amounts (R10).
import { and, eq, gte, lt, lte, sql, type SQL } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import { payments } from '../schema/payments.ts';
import type { refunds } from '../schema/refunds.ts';
import { isStorableText } from '@makewhole/domain/storable-text';

export type PaymentFilter = {
  readonly firmId: FirmId;
  /** Only payments that contain this text; see containsText. */
  readonly q?: string | undefined;
  /** Made at or after `from`, and before `to`. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly amounts?: AmountRange | undefined;
  /** true: only payments that nobody has assigned; false: only the others. */
  readonly unassigned?: boolean | undefined;
};

/** Minor units, both ends inclusive. */
export type AmountRange = { readonly min?: number | undefined; readonly max?: number | undefined };

const TRIGRAM_LENGTH = 3;

/** The condition that a payment is in the list, on any page. */
export function inPaymentList({ firmId, q, from, to, amounts, unassigned }: PaymentFilter): SQL | undefined {
  return and(
    eq(payments.firmId, firmId),
    from === undefined ? undefined : gte(payments.createdAt, from),
    to === undefined ? undefined : lt(payments.createdAt, to),
    withinAmounts(payments.amount, amounts),
    unassigned === undefined
      ? undefined
      : unassigned
        ? sql`${payments.unassigned}`
        : sql`NOT ${payments.unassigned}`,
    containsText(q),
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
 * The condition that a payment contains a text, ignoring case (R10): in its payer's name, last four digits or
 * transaction ID (for a refund, also that of its payment), its matter's number or name, or the number of an invoice
 * that it paid. One or two characters match only where words begin, because an index cannot help otherwise. Undefined
 * for an empty text, which matches every payment.
 */
export function containsText(text: string | undefined): SQL | undefined {
  const wanted = text?.trim() ?? '';
  if (wanted === '') return undefined;
  // No index helps without a letter or a digit, and nobody searches for that.
  if (!isStorableText(wanted) || !/[\p{L}\p{N}]/u.test(wanted)) return sql`false`;
  const literal = wanted.replaceAll(/[\\%_]/g, String.raw`\$&`);
  const pattern = wanted.length < TRIGRAM_LENGTH ? `% ${literal}%` : `%${literal}%`;
  return sql`${payments.searchText} LIKE lower(${pattern})`;
}
