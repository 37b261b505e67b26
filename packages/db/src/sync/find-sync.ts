import { eq, and } from 'drizzle-orm';
import { syncIdOf, type SyncInput } from '@makewhole/domain/contracts/processor-sync';
import type { Db } from '../connect.ts';
import { processorSync } from '../schema/processor-sync.ts';

export type SyncRow = typeof processorSync.$inferSelect;

/** Null if none was begun. */
export async function findSync(db: Db, key: SyncInput): Promise<SyncRow | null> {
  const [row] = await db.select().from(processorSync).where(ofSync(key));
  return row ?? null;
}

/** The same, locked until the end of the transaction. */
export async function lockSync(tx: Db, key: SyncInput): Promise<SyncRow | null> {
  const [row] = await tx.select().from(processorSync).where(ofSync(key)).for('update');
  return row ?? null;
}

export function ofSync(key: SyncInput) {
  return and(eq(processorSync.firmId, key.firmId), eq(processorSync.id, syncIdOf(key)));
}

/** The key of a row. */
export function keyOfSync({ firmId, connectionId, isTrial }: Pick<SyncRow, keyof SyncInput>): SyncInput {
  return { firmId, connectionId, ...(isTrial && { isTrial }) };
}
