// The filters of a payment list: text, dates, amounts (R10).
import { and, eq, gte, inArray, lt, lte, or, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { FirmId, MatterId, TransactionId } from '@makewhole/domain/ids';
import { money } from '@makewhole/domain/money';
import type { disputes } from '../schema/disputes.ts';
import type { BankAccount, PaymentMethod, PaymentStatus } from '@makewhole/domain/payments';
import { searchTerms } from '@makewhole/domain/search-terms';
import { matters } from '../schema/matters.ts';
import { paymentItems, payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';

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
  readonly status?: PaymentStatus | undefined;
  readonly method?: PaymentMethod | undefined;
  /** Only payments with an item of this account. */
  readonly account?: BankAccount | undefined;
  readonly disputed?: boolean | undefined;
  /** By the payment's standing refund. */
  readonly refund?: RefundState | undefined;
  readonly matterId?: MatterId | undefined;
  /** Only payments of this client's matters. */
  readonly clientId?: string | undefined;
  /** Only these payments. */
  readonly transactionIds?: readonly TransactionId[] | undefined;
};

/** none: it has no standing refund; in_progress: it has one that has not paid the client yet; refunded: it paid. */
export const REFUND_STATES = ['none', 'in_progress', 'refunded'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

/** Minor units, both ends inclusive. */
export type AmountRange = { readonly min?: number | undefined; readonly max?: number | undefined };

/** The condition that a payment is in the list, on any page. */
export function inPaymentList(filter: PaymentFilter): SQL | undefined {
  const { firmId, q, from, to, amounts, unassigned, transactionIds } = filter;
  return and(
    eq(payments.firmId, firmId),
    from === undefined ? undefined : gte(payments.createdAt, from),
    to === undefined ? undefined : lt(payments.createdAt, to),
    withinAmounts(payments.amount, amounts),
    isOrNot(sql`${payments.unassigned}`, unassigned),
    transactionIds && inArray(payments.transactionId, [...transactionIds]),
    ofKind(filter),
    ofMatters(filter),
    containsText(q),
  );
}

function isOrNot(condition: SQL, wanted: boolean | undefined): SQL | undefined {
  if (wanted === undefined) return undefined;
  return wanted ? condition : sql`NOT ${condition}`;
}

function ofKind({ status, method, account, disputed, refund }: PaymentFilter): SQL | undefined {
  return and(
    status && eq(payments.status, status),
    method && eq(payments.method, method),
    isOrNot(sql`${payments.disputed}`, disputed),
    account &&
      sql`EXISTS (SELECT 1 FROM ${paymentItems} WHERE ${and(
        eq(paymentItems.firmId, payments.firmId),
        sql`${paymentItems.transactionId} = coalesce(${payments.refundOf}, ${payments.transactionId})`,
        eq(paymentItems.account, account),
      )})`,
    refund && isInRefundState(refund),
  );
}

/** The predicate of the index refunds_one_standing. */
function isInRefundState(state: RefundState): SQL | undefined {
  const standing = sql`SELECT 1 FROM ${refunds} WHERE ${and(
    eq(refunds.firmId, payments.firmId),
    eq(refunds.transactionId, payments.transactionId),
    sql`(${refunds.closedAt} IS NULL OR ${refunds.status} NOT IN ('rejected', 'declined', 'canceled', 'failed'))`,
    state === 'none' ? undefined : sql`(${refunds.status} = 'succeeded') = ${state === 'refunded'}`,
  )}`;
  return state === 'none' ? sql`NOT EXISTS (${standing})` : sql`EXISTS (${standing})`;
}

function ofMatters({ firmId, matterId, clientId }: PaymentFilter): SQL | undefined {
  return and(
    matterId && eq(payments.matterId, matterId),
    clientId === undefined ? undefined : isOfClient(payments.matterId, firmId, clientId),
  );
}

/** The condition that a row is of one of the client's matters. */
export function isOfClient(column: AnyPgColumn, firmId: FirmId, clientId: string): SQL {
  return sql`${column} IN (SELECT ${matters.id} FROM ${matters} WHERE ${and(eq(matters.firmId, firmId), eq(matters.clientId, clientId))})`;
}

export function withinAmounts(
  column: typeof payments.amount | typeof refunds.amount | typeof disputes.amount,
  { min, max }: AmountRange = {},
): SQL | undefined {
  return and(
    min === undefined ? undefined : gte(column, money(min)),
    max === undefined ? undefined : lte(column, money(max)),
  );
}

/**
 * The condition that a payment is found by a text (R10): each of its words, in any order and ignoring case and accents,
 * is in the payer's name, last four digits or transaction ID (for a refund, also that of its payment), the matter's
 * number or name, or the number of an invoice that it paid; or the word is exactly the payment's amount. One or two
 * characters match only where words begin, because an index cannot help otherwise. Undefined for an empty text, which
 * matches every payment.
 */
export function containsText(text: string | undefined): SQL | undefined {
  const terms = searchTerms(text ?? '');
  if (terms === null) return undefined;
  if (terms.length === 0) return sql`false`;
  return and(
    ...terms.map((word) => {
      const contained = containsTerm(payments.searchText, word.text);
      return word.amount === null ? contained : or(contained, eq(payments.amount, money(word.amount)));
    }),
  );
}

/** The condition that a folded text contains a word; see search_pattern, which both searches share. */
export function containsTerm(column: AnyPgColumn, word: string): SQL {
  return sql`${column} LIKE search_pattern(${word})`;
}
