import { and, eq, isNull, ne, notInArray } from 'drizzle-orm';
import type { VoidRefusalCode, VoidStatus } from '@makewhole/domain/voids';
import { findConnectionOf, type ConnectionView } from '../connections/find-connection.ts';
import type { Db } from '../connect.ts';
import { enqueueNotice } from '../events/enqueue-notice.ts';
import { principals } from '../schema/firms.ts';
import { voids } from '../schema/voids.ts';
import { voidColumns, type VoidKey, type VoidView } from './void-view.ts';

export type VoidEnd =
  { readonly status: 'voided' } | { readonly status: 'refused'; readonly refusalCode: VoidRefusalCode };

/** What its activities need to know. @throws if the firm has no such void */
export async function findVoidFacts(
  db: Db,
  { firmId, voidId }: VoidKey,
): Promise<VoidView & { readonly requesterEmail: string | null; readonly connection: ConnectionView }> {
  const [found] = await db
    .select({ ...voidColumns, requesterEmail: principals.email })
    .from(voids)
    .innerJoin(principals, eq(principals.id, voids.requestedBy))
    .where(and(eq(voids.firmId, firmId), eq(voids.id, voidId)));
  if (found === undefined) throw new Error(`There is no void ${voidId}`);
  const { transactionId } = found;
  const connection = await findConnectionOf(db, { firmId, transactionId });
  if (connection === null) throw new Error(`The payment ${transactionId} of void ${voidId} is missing`);
  return { ...found, connection };
}

/** Records that no clear answer has come; leaves an ended void as it is. */
export async function markVoidUnknown(db: Db, key: VoidKey, at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const [marked] = await tx
      .update(voids)
      .set({ status: 'outcome_unknown' })
      .where(and(openVoid(key), ne(voids.status, 'outcome_unknown')))
      .returning(TOLD);
    if (marked !== undefined) await tellPrograms(tx, key, { ...marked, at });
  });
}

/** Ends a void; an earlier end stands. @returns the status that stands */
export async function endVoid(db: Db, key: VoidKey, end: VoidEnd, at: Date): Promise<VoidStatus> {
  return db.transaction(async (tx) => {
    const [ended] = await tx
      .update(voids)
      .set({ ...end, endedAt: at })
      .where(openVoid(key))
      .returning(TOLD);
    if (ended === undefined) return (await findVoidFacts(tx, key)).status;
    await tellPrograms(tx, key, { ...ended, at });
    return ended.status;
  });
}

const TOLD = { status: voids.status, transactionId: voids.transactionId };

type Told = { readonly status: VoidStatus; readonly transactionId: string; readonly at: Date };

async function tellPrograms(tx: Db, { firmId, voidId }: VoidKey, { status, transactionId, at }: Told) {
  if (status === 'requested') return;
  const type = `void.${status}` as const;
  const data = { id: voidId, transactionId };
  await enqueueNotice(tx, { firmId, type, eventId: `${voidId}_${status}`, data, at });
}

/** Records that its requester was notified that no answer comes. */
export async function markVoidNotified(db: Db, { firmId, voidId }: VoidKey, at: Date): Promise<void> {
  await db
    .update(voids)
    .set({ toldAt: at })
    .where(and(eq(voids.firmId, firmId), eq(voids.id, voidId), isNull(voids.toldAt)));
}

function openVoid({ firmId, voidId }: VoidKey) {
  return and(eq(voids.firmId, firmId), eq(voids.id, voidId), notInArray(voids.status, ['voided', 'refused']));
}
