import { sql } from 'drizzle-orm';
import type { Db } from './connect.ts';

/** How far this machine's clock is ahead of the database's, milliseconds; the half of the question's time is allowed for. */
export async function clockAheadMs(db: Db): Promise<number> {
  const askedAt = Date.now();
  const [row] = await db.execute(sql`SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now`);
  const middle = (askedAt + Date.now()) / 2;
  return Math.round(middle - Number(row?.['now']));
}
