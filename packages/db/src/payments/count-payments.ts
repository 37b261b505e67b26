import { and, sql } from 'drizzle-orm';
import { PAYMENT_TYPES, type PaymentType } from '@makewhole/domain/payments';
import type { Db } from '../connect.ts';
import { payments } from '../schema/payments.ts';
import { inPaymentList, type PaymentFilter } from './payment-filter.ts';
import { countedMax } from '../paging.ts';

/**
 * How many payments of each type match this search (R10).
 * @param max where counting stops: without it at COUNTED_MAX, or at FOUND_MAX with a text
 */
export async function countPayments(
  db: Db,
  filter: PaymentFilter,
  max: number = countedMax(filter),
): Promise<Record<PaymentType, number>> {
  const counted = db
    .select({ one: sql`1`.as('one') })
    .from(payments)
    .where(and(inPaymentList(filter), sql`${payments.type} = wanted.type`))
    .limit(max)
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
