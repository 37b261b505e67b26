import { eq } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';

/** Has what counts something of a firm, and adds to it, happen one at a time; refunds go on beside it. */
export async function lockFirm(tx: Db, firmId: FirmId): Promise<void> {
  await tx.select({ id: firms.id }).from(firms).where(eq(firms.id, firmId)).for('no key update');
}
