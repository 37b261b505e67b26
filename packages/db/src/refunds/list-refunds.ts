// Pages of refunds and obligations, newest or most urgent first: keyset pages, each order on its own index.
import { and, asc, desc, eq, gte, isNotNull, isNull, lt, sql, type SQL } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { RefundStatus } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { readConsistently } from '../read-consistently.ts';
import { containsText, withinAmounts, type AmountRange } from '../payments/payment-filter.ts';
import { payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';
import { viewRefunds, type RefundView } from './refund-view.ts';
import {
  countedMax,
  readSortedCursor,
  writeSortedCursor,
  type KeyKind,
  type Page,
  type Place,
} from '../paging.ts';

export type RefundFilter = {
  readonly firmId: FirmId;
  readonly status?: RefundStatus | undefined;
  /** true: not closed yet; false: closed. */
  readonly open?: boolean | undefined;
  /** Requested at or after `from`, and before `to`. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Only refunds of payments that contain this text; see containsText. */
  readonly q?: string | undefined;
  readonly amounts?: AmountRange | undefined;
  /** true: late against its promise (B11). */
  readonly late?: boolean | undefined;
  /** Default: newest request first. */
  readonly sort?: RefundSort | undefined;
  readonly cursor?: string | undefined;
  /** 1 to 500. */
  readonly limit: number;
};

export const REFUND_SORTS = ['-requested', 'requested', '-amount', 'amount'] as const;
export type RefundSort = (typeof REFUND_SORTS)[number];

const SORT_KEYS: Readonly<Record<RefundSort, KeyKind>> = {
  '-requested': 'instant',
  requested: 'instant',
  '-amount': 'amount',
  amount: 'amount',
};

/**
 * Lists a firm's refunds, each order on its own index.
 * @returns a page, or null if the cursor did not come from a page of this list
 */
export async function listRefunds(db: Db, filter: RefundFilter): Promise<Page<RefundView> | null> {
  const { sort = '-requested', cursor, limit } = filter;
  const after = cursor === undefined ? null : readSortedCursor(cursor, sort, SORT_KEYS);
  if (after?.kind === 'bad_cursor') return null;
  const byAmount = SORT_KEYS[sort] === 'amount';
  const key = byAmount ? refunds.amount : refunds.requestedAt;
  const direction = sort.startsWith('-') ? desc : asc;
  return readConsistently(db, async (tx) => {
    const rows = await tx
      .select()
      .from(refunds)
      .where(and(matches(filter), after === null ? undefined : isBehind(after.place, sort)))
      .orderBy(direction(key), direction(refunds.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    const place = last && { key: byAmount ? last.amount : last.requestedAt.toISOString(), id: last.id };
    return {
      data: await viewRefunds(tx, filter.firmId, shown),
      nextCursor: place === undefined ? null : writeSortedCursor(sort, place),
    };
  });
}

/**
 * How many refunds a list has on all its pages (R10).
 * @param max where counting stops: without it at COUNTED_MAX, or at FOUND_MAX with a text
 */
export async function countRefunds(
  db: Db,
  filter: Omit<RefundFilter, 'sort' | 'cursor' | 'limit'>,
  max: number = countedMax(filter),
): Promise<number> {
  const counted = db
    .select({ one: sql`1`.as('one') })
    .from(refunds)
    .where(matches(filter))
    .limit(max)
    .as('counted');
  const [row] = await db.select({ count: sql`count(*)`.mapWith(Number) }).from(counted);
  return row?.count ?? 0;
}

/** The condition that a refund is in a list, on any page. */
function matches(filter: Omit<RefundFilter, 'sort' | 'cursor' | 'limit'>): SQL | undefined {
  const { firmId, status, open, late, from, to, amounts, q } = filter;
  const containing = containsText(q);
  const found = sql`SELECT ${payments.transactionId} FROM ${payments} WHERE ${and(eq(payments.firmId, firmId), containing)}`;
  return and(
    eq(refunds.firmId, firmId),
    status === undefined ? undefined : eq(refunds.status, status),
    open === undefined ? undefined : open ? isNull(refunds.closedAt) : isNotNull(refunds.closedAt),
    late === undefined ? undefined : eq(refunds.late, late),
    from === undefined ? undefined : gte(refunds.requestedAt, from),
    to === undefined ? undefined : lt(refunds.requestedAt, to),
    withinAmounts(refunds.amount, amounts),
    containing === undefined ? undefined : sql`${refunds.transactionId} IN (${found})`,
  );
}

function isBehind({ key, id }: Place, sort: RefundSort): SQL {
  const [column, type] =
    SORT_KEYS[sort] === 'amount' ? [refunds.amount, sql`bigint`] : [refunds.requestedAt, sql`timestamptz`];
  const beyond = sort.startsWith('-') ? sql`<` : sql`>`;
  return sql`(${column}, ${refunds.id}) ${beyond} (${key}::${type}, ${id})`;
}
