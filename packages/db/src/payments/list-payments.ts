import { and, asc, desc, sql, type AnyColumn, type SQL } from 'drizzle-orm';
import { PAYMENT_TYPES, type PaymentType } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { payments } from '../schema/payments.ts';
import { inPaymentList, type PaymentFilter } from './payment-filter.ts';
import { viewPayments, type PaymentView } from './payment-view.ts';
import {
  FOUND_MAX,
  countedMax,
  readSortedCursor,
  writeSortedCursor,
  type BadCursor,
  type KeyKind,
  type Place,
} from '../paging.ts';

export const PAYMENT_SORTS = ['-created', 'created', '-amount', 'amount', 'payer'] as const;

export type PaymentSort = (typeof PAYMENT_SORTS)[number];

/** What each order sorts by; names in lower case. */
const PAYMENT_SORT_KEYS: Readonly<Record<PaymentSort, KeyKind>> = {
  '-created': 'instant',
  created: 'instant',
  '-amount': 'amount',
  amount: 'amount',
  payer: 'text',
};

export type PaymentListInput = PaymentFilter & {
  /** Default: all types. */
  readonly type?: PaymentType | undefined;
  readonly sort: PaymentSort;
  readonly cursor?: string | undefined;
  /** 1 to 500. */
  readonly limit: number;
};

export type PaymentPage = {
  readonly kind: 'page';
  readonly data: readonly PaymentView[];
  /** Where the next page starts; null on the last one. */
  readonly nextCursor: string | null;
};

/** For an export's long pages; the API limits other callers to 100. */
const LIMIT_MAX = 500;

/**
 * A page of a firm's payments (R10). Each sort has its own index: the last page costs as much as the first, and a new
 * payment moves no other from page to page.
 * @throws RangeError when the limit is not 1 to 500: the API checks it first
 */
export async function listPayments(db: Db, input: PaymentListInput): Promise<PaymentPage | BadCursor> {
  const { firmId, sort, cursor, limit } = input;
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) {
    throw new RangeError(`A page has 1 to ${LIMIT_MAX} payments, not ${limit}`);
  }
  const after = cursor === undefined ? null : readSortedCursor(cursor, sort, PAYMENT_SORT_KEYS);
  if (after?.kind === 'bad_cursor') return after;
  const rows = await findPage(db, input, after?.place ?? null);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const ids = shown.map((row) => row.transactionId);
  return {
    kind: 'page',
    data: await viewPayments(db, firmId, ids),
    nextCursor: last === undefined ? null : writeSortedCursor(sort, placeOf(last, sort)),
  };
}

type PageRow = Awaited<ReturnType<typeof findPage>>[number];

/** Fetches one row more than the page shows. */
async function findPage(db: Db, input: PaymentListInput, after: Place | null) {
  return (await isRare(db, input)) ? sortFound(db, input, after) : readInOrder(db, input, after);
}

/**
 * Whether few payments contain the search text. If few do, finding them first and sorting is faster; if many do,
 * scanning in the list's own order soon meets them. The planner cannot tell: two names may each be common, and yet no
 * payer has both.
 */
async function isRare(db: Db, input: PaymentListInput): Promise<boolean> {
  if (countedMax(input) !== FOUND_MAX) return false;
  const found = db
    .select({ one: sql`1`.as('one') })
    .from(payments)
    .where(and(inPaymentList(input), isOfTypes(input)))
    .limit(FOUND_MAX)
    .as('found');
  const [row] = await db.select({ count: sql`count(*)`.mapWith(Number) }).from(found);
  return (row?.count ?? 0) < FOUND_MAX;
}

function sortFound(db: Db, input: PaymentListInput, after: Place | null) {
  // The limit is never reached: it keeps the planner from scanning in the list's order.
  const found = db
    .select(PAGE_COLUMNS)
    .from(payments)
    .where(and(inPaymentList(input), isOfTypes(input), isBehind(after, input.sort)))
    .limit(FOUND_MAX)
    .as('found');
  return db
    .select({
      transactionId: found.transactionId,
      createdAt: found.createdAt,
      amount: found.amount,
      payer: found.payer,
    })
    .from(found)
    .orderBy(...orderIn(found, input.sort))
    .limit(input.limit + 1);
}

/** Reads each type from its own range of the index, then merges them. */
function readInOrder(db: Db, input: PaymentListInput, after: Place | null) {
  const { sort, limit } = input;
  const { key, direction } = orderOf(sort);
  const page = db
    .select(PAGE_COLUMNS)
    .from(payments)
    .where(and(inPaymentList(input), sql`${payments.type} = wanted.type`, isBehind(after, sort)))
    .orderBy(direction(key), direction(payments.transactionId))
    .limit(limit + 1)
    .as('page');
  return db
    .select({
      transactionId: page.transactionId,
      createdAt: page.createdAt,
      amount: page.amount,
      payer: page.payer,
    })
    .from(sql`unnest(${typesOf(input)}::text[]) AS wanted (type)`)
    .crossJoinLateral(page)
    .orderBy(...orderIn(page, sort))
    .limit(limit + 1)
    .prepare('payment_page')
    .execute();
}

function typesOf({ type }: PaymentListInput) {
  return sql.param(type === undefined ? [...PAYMENT_TYPES] : [type]);
}

function isOfTypes(input: PaymentListInput): SQL {
  return sql`${payments.type} = ANY(${typesOf(input)}::text[])`;
}

function isBehind(after: Place | null, sort: PaymentSort): SQL | undefined {
  if (after === null) return undefined;
  const { key, cast, direction } = orderOf(sort);
  const beyond = direction === asc ? sql`>` : sql`<`;
  return sql`(${key}, ${payments.transactionId}) ${beyond} (${after.key}::${cast}, ${after.id})`;
}

/** The same expression as in the index payments_by_payer. */
const LOWER_PAYER = sql<string>`lower(${payments.payerName})`;

const PAGE_COLUMNS = {
  transactionId: payments.transactionId,
  createdAt: payments.createdAt,
  amount: payments.amount,
  payer: LOWER_PAYER.as('payer'),
};

/** The same columns, in a subquery. */
type PageColumns = {
  readonly transactionId: AnyColumn;
  readonly createdAt: AnyColumn;
  readonly amount: AnyColumn;
  readonly payer: SQL.Aliased<string>;
};

function orderIn(page: PageColumns, sort: PaymentSort): SQL[] {
  const { direction } = orderOf(sort);
  const key = { created: page.createdAt, amount: page.amount, payer: page.payer }[fieldOf(sort)];
  return [direction(key), direction(page.transactionId)];
}

type SortField = 'created' | 'amount' | 'payer';

function fieldOf(sort: PaymentSort): SortField {
  if (sort === 'payer') return 'payer';
  return sort === 'amount' || sort === '-amount' ? 'amount' : 'created';
}

function orderOf(sort: PaymentSort) {
  const direction = sort.startsWith('-') ? desc : asc;
  return { ...KEYS[fieldOf(sort)], direction };
}

const KEYS: Record<SortField, { readonly key: SQL; readonly cast: SQL }> = {
  created: { key: sql`${payments.createdAt}`, cast: sql`timestamptz` },
  amount: { key: sql`${payments.amount}`, cast: sql`bigint` },
  payer: { key: LOWER_PAYER, cast: sql`text` },
};

function placeOf({ transactionId, createdAt, amount, payer }: PageRow, sort: PaymentSort): Place {
  const keys = { created: createdAt.toISOString(), amount, payer };
  return { key: keys[fieldOf(sort)], id: transactionId };
}
