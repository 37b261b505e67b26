import { and, eq } from 'drizzle-orm';
import type { FirmId, MatterId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { matters } from '../schema/matters.ts';

/** By its ID in the firm's own system; null if it is not here. */
export async function findMatterId(tx: Db, firmId: FirmId, externalId: string): Promise<MatterId | null> {
  const [matter] = await tx
    .select({ id: matters.id })
    .from(matters)
    .where(and(eq(matters.firmId, firmId), eq(matters.externalId, externalId)));
  return matter?.id ?? null;
}
