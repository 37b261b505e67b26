import { and, asc, desc, sql, type SQL } from 'drizzle-orm';
import { PAYMENT_TYPES, type PaymentType } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { payments } from '../schema/payments.ts';
import { readSortedCursor, writeSortedCursor, type BadCursor, type Place } from '../sorted-cursor.ts';
import { inPaymentList, type PaymentFilter } from './payment-filter.ts';
import { PAYMENT_SORT_KEYS, type PaymentSort } from './payment-sorts.ts';
import { viewPayments, type PaymentView } from './payment-view.ts';

export type PaymentListInput = PaymentFilter & {
  /** All types where it is left out. */
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

/** An export's pages are long ones; the border gives other callers 100 at most. */
const LIMIT_MAX = 500;

/**
 * A page of a firm's payments (R10), each sort on an index of its own: the last page costs what the first one does, and a
 * payment that comes in between moves no other one from page to page.
 * @throws RangeError when the limit is not 1 to 500: the border checks it
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

/** One row more than the page shows. Each type is read from its own stretch of the index, then they are merged. */
function findPage(db: Db, input: PaymentListInput, after: Place | null) {
  const { type, sort, limit } = input;
  const types = sql.param(type === undefined ? [...PAYMENT_TYPES] : [type]);
  const { key, cast, direction } = orderOf(sort);
  const page = db
    .select({
      transactionId: payments.transactionId,
      createdAt: payments.createdAt,
      amount: payments.amount,
      payer: LOWER_PAYER.as('payer'),
    })
    .from(payments)
    .where(
      and(
        inPaymentList(input),
        sql`${payments.type} = wanted.type`,
        after === null
          ? undefined
          : sql`(${key}, ${payments.transactionId}) ${direction === asc ? sql`>` : sql`<`} (${after.key}::${cast}, ${after.id})`,
      ),
    )
    .orderBy(direction(key), direction(payments.transactionId))
    .limit(limit + 1)
    .as('page');
  const merged = { created: page.createdAt, amount: page.amount, payer: page.payer }[fieldOf(sort)];
  return db
    .select({
      transactionId: page.transactionId,
      createdAt: page.createdAt,
      amount: page.amount,
      payer: page.payer,
    })
    .from(sql`unnest(${types}::text[]) AS wanted (type)`)
    .crossJoinLateral(page)
    .orderBy(direction(merged), direction(page.transactionId))
    .limit(limit + 1)
    .prepare('payment_page')
    .execute();
}

/** As the index payments_by_payer has it. */
const LOWER_PAYER = sql<string>`lower(${payments.payerName})`;

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
