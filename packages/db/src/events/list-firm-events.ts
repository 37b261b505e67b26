import { and, desc, eq, lt } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { firmEvents, principals } from '../schema/firms.ts';

export type FirmEventView = Pick<typeof firmEvents.$inferSelect, 'seq' | 'at' | 'type' | 'actor' | 'data'> & {
  /** Null for the operator. */
  readonly actorName: string | null;
};

/** A firm's changes, newest first, `limit` at most; `before` is the number of an event. */
export async function listFirmEvents(
  db: Db,
  firmId: FirmId,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<{ readonly data: readonly FirmEventView[]; readonly hasMore: boolean }> {
  const { seq, at, type, actor, data } = firmEvents;
  const rows = await db
    .select({ seq, at, type, actor, actorName: principals.name, data })
    .from(firmEvents)
    .leftJoin(principals, and(eq(principals.firmId, firmEvents.firmId), eq(principals.id, actor)))
    .where(and(eq(firmEvents.firmId, firmId), before === undefined ? undefined : lt(seq, before)))
    .orderBy(desc(seq))
    .limit(limit + 1);
  return { data: rows.slice(0, limit), hasMore: rows.length > limit };
}
