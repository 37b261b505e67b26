import { eq, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';

/** When the month of that instant began, in the firm's zone. */
export async function findMonthStart(db: Db, firmId: FirmId, now: Date): Promise<Date> {
  const zone = firms.timeZone;
  const began = sql`date_trunc('month', ${now.toISOString()}::timestamptz AT TIME ZONE ${zone}) AT TIME ZONE ${zone}`;
  const [row] = await db
    .select({ ms: sql`extract(epoch FROM ${began}) * 1000`.mapWith(Number) })
    .from(firms)
    .where(eq(firms.id, firmId));
  if (row === undefined) throw new Error(`There is no firm ${firmId}`);
  return new Date(row.ms);
}
