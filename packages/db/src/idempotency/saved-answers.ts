import { inArray, lt, sql } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { idempotencyRecords } from '../schema/processor-events.ts';

const KEPT_DAYS = 30;

/**
 * Forgets saved answers after thirty days: later, `already_refunded` still protects the payment (R4).
 * @returns how many were forgotten, `limit` at most
 */
export async function forgetOldAnswers(
  db: Db,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<number> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  const old = db
    .select({ place: sql`ctid` })
    .from(idempotencyRecords)
    .where(lt(idempotencyRecords.createdAt, before))
    .limit(limit);
  const forgotten = await db
    .delete(idempotencyRecords)
    .where(inArray(sql`ctid`, old))
    .returning({ key: idempotencyRecords.key });
  return forgotten.length;
}
