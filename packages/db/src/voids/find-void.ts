import { and, desc, eq } from 'drizzle-orm';
import type { FirmId, TransactionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';
import { voids } from '../schema/voids.ts';
import { voidColumns, type VoidView } from './void-view.ts';

/** The newest void of a payment; null if none was ever requested. */
export async function findVoid(
  db: Db,
  { firmId, transactionId }: { readonly firmId: FirmId; readonly transactionId: TransactionId },
): Promise<VoidView | null> {
  const [found] = await db
    .select(voidColumns)
    .from(voids)
    .innerJoin(principals, eq(principals.id, voids.requestedBy))
    .where(and(eq(voids.firmId, firmId), eq(voids.transactionId, transactionId)))
    .orderBy(desc(voids.id))
    .limit(1);
  return found ?? null;
}
