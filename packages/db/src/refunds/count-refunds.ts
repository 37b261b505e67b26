import { sql } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { refunds } from '../schema/refunds.ts';
import { matches, type RefundFilter } from './list-refunds.ts';
import { countedMax } from '../paging.ts';

/** How many refunds a list has on all its pages, as far as lists are counted (R10). */
export async function countRefunds(
  db: Db,
  filter: Omit<RefundFilter, 'sort' | 'cursor' | 'limit'>,
): Promise<number> {
  const counted = db
    .select({ one: sql`1`.as('one') })
    .from(refunds)
    .where(matches(filter))
    .limit(countedMax(filter))
    .as('counted');
  const [row] = await db.select({ count: sql`count(*)`.mapWith(Number) }).from(counted);
  return row?.count ?? 0;
}
