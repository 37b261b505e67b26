import { asc, gt } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';

/** The firms after a given one, or the first ones, by ID: `limit` at most. */
export async function listFirmIds(
  db: Db,
  { after, limit }: { readonly after: FirmId | null; readonly limit: number },
): Promise<FirmId[]> {
  const rows = await db
    .select({ id: firms.id })
    .from(firms)
    .where(after === null ? undefined : gt(firms.id, after))
    .orderBy(asc(firms.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}
