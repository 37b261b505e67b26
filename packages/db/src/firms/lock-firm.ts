import { eq } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';

/** Serializes what counts rows of a firm and then adds one; refunds go on in parallel. */
export async function lockFirm(tx: Db, firmId: FirmId): Promise<void> {
  await tx.select({ id: firms.id }).from(firms).where(eq(firms.id, firmId)).for('no key update');
}
