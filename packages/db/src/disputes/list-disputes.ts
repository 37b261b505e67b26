// Pages of a firm's disputes, with what a list shows of their payments. A firm has few, so no order has an index of its
// own but the two by time.
import { and, asc, desc, eq, gte, lt, sql, type SQL } from 'drizzle-orm';
import { DISPUTE_STATES, type DisputeState } from '@makewhole/domain/disputes';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import {
  countedMax,
  readSortedCursor,
  writeSortedCursor,
  type KeyKind,
  type Page,
  type Place,
} from '../paging.ts';
import { containsText, withinAmounts, type AmountRange } from '../payments/payment-filter.ts';
import { disputes } from '../schema/disputes.ts';
import { matters } from '../schema/matters.ts';
import { payments } from '../schema/payments.ts';
import { DISPUTE_COLUMNS, disputeViewOf, type DisputeListed } from './dispute-view.ts';

export const DISPUTE_SORTS = ['respond_by', '-opened', 'opened', '-amount', 'amount'] as const;
export type DisputeSort = (typeof DISPUTE_SORTS)[number];

export type DisputeFilter = {
  readonly firmId: FirmId;
  readonly state?: DisputeState | undefined;
  /** Only disputes of payments that contain this text; see containsText. */
  readonly q?: string | undefined;
  /** Opened at or after `from`, and before `to`. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly amounts?: AmountRange | undefined;
};

type Wanted = DisputeFilter & {
  readonly sort: DisputeSort;
  readonly cursor?: string | undefined;
  /** 1 to 500. */
  readonly limit: number;
};

const SORT_KEYS: Readonly<Record<DisputeSort, KeyKind>> = {
  respond_by: 'instant',
  '-opened': 'instant',
  opened: 'instant',
  '-amount': 'amount',
  amount: 'amount',
};

/** One without a deadline comes where its opening would be: it is not forgotten at the end. */
const DEADLINE = sql<Date>`coalesce(${disputes.respondBy}, ${disputes.openedAt})`;

/** A page of a firm's disputes; null if the cursor did not come from a page of this list. */
export async function listDisputes(db: Db, wanted: Wanted): Promise<Page<DisputeListed> | null> {
  const { sort, cursor, limit } = wanted;
  const after = cursor === undefined ? null : readSortedCursor(cursor, sort, SORT_KEYS);
  if (after?.kind === 'bad_cursor') return null;
  const { key, direction } = orderOf(sort);
  const rows = await db
    .select(DISPUTE_COLUMNS)
    .from(disputes)
    .innerJoin(payments, ofPayment())
    .leftJoin(matters, and(eq(matters.firmId, payments.firmId), eq(matters.id, payments.matterId)))
    .where(and(matches(wanted), after === null ? undefined : isBehind(after.place, sort)))
    .orderBy(direction(key), direction(disputes.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit).map(disputeViewOf);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    data: shown,
    nextCursor: last === undefined ? null : writeSortedCursor(sort, placeOf(last, sort)),
  };
}

/** How many disputes are in each state, whatever state the filter names; the amounts are in minor units. */
export async function countDisputes(
  db: Db,
  filter: Omit<DisputeFilter, 'state'>,
): Promise<Readonly<Record<DisputeState, { readonly count: number; readonly amount: number }>>> {
  const rows = await db
    .select({
      state: disputes.state,
      count: sql`count(*)`.mapWith(Number),
      amount: sql`sum(${disputes.amount})`.mapWith(Number),
    })
    .from(disputes)
    .innerJoin(payments, ofPayment())
    .where(matches(filter))
    .groupBy(disputes.state);
  const max = countedMax(filter);
  const of = (state: DisputeState) => {
    const { count = 0, amount = 0 } = rows.find((row) => row.state === state) ?? {};
    return [state, { count: Math.min(count, max), amount }] as const;
  };
  // It has an entry for each state.
  return Object.fromEntries(DISPUTE_STATES.map(of)) as ReturnType<typeof countDisputes> extends Promise<
    infer Counts
  >
    ? Counts
    : never;
}

function ofPayment() {
  return and(eq(payments.firmId, disputes.firmId), eq(payments.transactionId, disputes.transactionId));
}

function matches({ firmId, state, q, from, to, amounts = {} }: DisputeFilter): SQL | undefined {
  return and(
    eq(disputes.firmId, firmId),
    state === undefined ? undefined : eq(disputes.state, state),
    from === undefined ? undefined : gte(disputes.openedAt, from),
    to === undefined ? undefined : lt(disputes.openedAt, to),
    withinAmounts(disputes.amount, amounts),
    containsText(q),
  );
}

function orderOf(sort: DisputeSort) {
  const direction = sort.startsWith('-') ? desc : asc;
  if (sort === 'respond_by') return { key: DEADLINE, direction };
  return { key: SORT_KEYS[sort] === 'amount' ? disputes.amount : disputes.openedAt, direction };
}

function isBehind({ key, id }: Place, sort: DisputeSort): SQL {
  const type = SORT_KEYS[sort] === 'amount' ? sql`bigint` : sql`timestamptz`;
  const beyond = sort.startsWith('-') ? sql`<` : sql`>`;
  return sql`(${orderOf(sort).key}, ${disputes.id}) ${beyond} (${key}::${type}, ${id})`;
}

function placeOf({ id, amount, openedAt, respondBy }: DisputeListed, sort: DisputeSort): Place {
  if (SORT_KEYS[sort] === 'amount') return { key: amount, id };
  return { key: sort === 'respond_by' ? (respondBy ?? openedAt) : openedAt, id };
}
