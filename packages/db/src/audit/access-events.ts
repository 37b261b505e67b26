import { and, desc, eq, lt } from 'drizzle-orm';
import type { AccessEventKind } from '@makewhole/domain/access-events';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { accessEvents } from '../schema/access-events.ts';
import { principals } from '../schema/firms.ts';

export type NewAccessEvent = {
  readonly firmId: FirmId;
  readonly principalId: PrincipalId;
  readonly kind: AccessEventKind;
  readonly address: string | null;
  /** Codes and IDs: no user-written text, no secrets. */
  readonly data: Readonly<Record<string, string>>;
  readonly at: Date;
};

/** Records a sign-in, a refused sign-in, or the download of a file. */
export async function recordAccessEvent(db: Db, event: NewAccessEvent): Promise<void> {
  await db.insert(accessEvents).values(event);
}

export type AccessEventView = Omit<typeof accessEvents.$inferSelect, 'firmId'> & { readonly name: string };

/** A firm's access events, newest first, `limit` at most; `before` is the number of an event. */
export async function listAccessEvents(
  db: Db,
  firmId: FirmId,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<{ readonly data: readonly AccessEventView[]; readonly hasMore: boolean }> {
  const { id, at, kind, principalId, address, data } = accessEvents;
  const rows = await db
    .select({ id, at, kind, principalId, address, data, name: principals.name })
    .from(accessEvents)
    .innerJoin(principals, eq(principals.id, principalId))
    .where(and(eq(accessEvents.firmId, firmId), before === undefined ? undefined : lt(id, before)))
    .orderBy(desc(id))
    .limit(limit + 1);
  return { data: rows.slice(0, limit), hasMore: rows.length > limit };
}
