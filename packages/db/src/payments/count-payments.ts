import { and, sql } from 'drizzle-orm';
import { PAYMENT_TYPES, type PaymentType } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { payments } from '../schema/payments.ts';
import { inPaymentList, type PaymentFilter } from './payment-filter.ts';

/** Payments are counted up to here: this number means "that many or more", so that a count costs the same at a million. */
export const COUNTED_MAX = 10_000;

/** What is searched for is counted up to here: each is found by itself, and looked at. */
export const FOUND_MAX = 1_000;

/** How many payments of each type the list has with this search (R10): COUNTED_MAX, with a text FOUND_MAX at most. */
export async function countPayments(db: Db, filter: PaymentFilter): Promise<Record<PaymentType, number>> {
  const counted = db
    .select({ one: sql`1`.as('one') })
    .from(payments)
    .where(and(inPaymentList(filter), sql`${payments.type} = wanted.type`))
    .limit(countedMax(filter))
    .as('counted');
  const rows = await db
    .select({ type: sql<PaymentType>`wanted.type`, count: sql`count(*)`.mapWith(Number) })
    .from(sql`unnest(${sql.param([...PAYMENT_TYPES])}::text[]) AS wanted (type)`)
    .crossJoinLateral(counted)
    .groupBy(sql`wanted.type`)
    .prepare('payment_counts')
    .execute();
  const countOf = (type: PaymentType) => rows.find((row) => row.type === type)?.count ?? 0;
  return { sale: countOf('sale'), authorization: countOf('authorization'), refund: countOf('refund') };
}

/** Where the counting of a list stops. */
export function countedMax({ q }: Pick<PaymentFilter, 'q'>): number {
  return q === undefined || q.trim() === '' ? COUNTED_MAX : FOUND_MAX;
}
