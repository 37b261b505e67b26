import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../connect.ts';
import { refundEventNotes } from '../schema/audit.ts';
import { evidenceFiles } from '../schema/evidence.ts';
import type { firmEvents } from '../schema/firms.ts';
import { refundEvents } from '../schema/refunds.ts';

/** An event with the stored content that its hashes cover, as it is now. */
export type ProvableEvent = typeof refundEvents.$inferSelect & {
  /** What a person wrote about it; null if nobody did, and for older events, which hold it themselves. */
  readonly note: { readonly salt: string; readonly text: string } | null;
  /** SHA-256 of the content of the cited file; null if the event has no file hash, or the file is gone. */
  readonly evidence: string | null;
};

/** Events of refunds, ordered by refund and number, `limit` at most. */
export async function listProvableEvents(
  db: Db,
  where: SQL | undefined,
  limit: number,
): Promise<ProvableEvent[]> {
  const { firmId } = refundEvents;
  const evidence = evidenceOf(refundEvents);
  const rows = await db
    .select({ event: refundEvents, note: refundEventNotes, evidence })
    .from(refundEvents)
    .leftJoin(
      refundEventNotes,
      and(
        eq(refundEventNotes.firmId, firmId),
        eq(refundEventNotes.refundId, refundEvents.refundId),
        eq(refundEventNotes.seq, refundEvents.seq),
      ),
    )
    .where(where)
    .orderBy(refundEvents.refundId, refundEvents.seq)
    .limit(limit);
  return rows.map(({ event, note, evidence: sha256 }) => ({
    ...event,
    note: note && { salt: note.salt, text: note.text },
    evidence: sha256,
  }));
}

/**
 * SHA-256 of the content of the file that an event cites; null if it cites none, or the file is gone. Computed from the
 * content: a stored hash could be edited along with it.
 */
export function evidenceOf({ firmId, data }: typeof refundEvents | typeof firmEvents) {
  return sql<string | null>`CASE WHEN ${data} ? 'evidenceSha256' THEN (
    SELECT encode(sha256(${evidenceFiles.content}), 'hex') FROM ${evidenceFiles}
    WHERE ${evidenceFiles.firmId} = ${firmId} AND ${evidenceFiles.id} = ${data} ->> 'evidenceId') END`;
}

/** The event as an export line. */
export function lineOfEvent({ hash, at, note, evidence, ...event }: ProvableEvent) {
  return {
    type: 'event' as const,
    event: { ...event, at: at.toISOString() },
    hash,
    ...(note !== null && { note }),
    ...(evidence !== null && { evidence }),
  };
}
