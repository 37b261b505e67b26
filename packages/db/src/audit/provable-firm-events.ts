import { and, asc, eq, gt, inArray, lte, sql } from 'drizzle-orm';
import type { FirmEventType } from '@makewhole/domain/firm-events';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { evidenceFiles } from '../schema/evidence.ts';
import { firmEvents } from '../schema/firms.ts';
import { evidenceOf } from './provable-events.ts';

/** An event of a firm's own timeline, with the stored content that its hashes cover, as it is now. */
export type ProvableFirmEvent = typeof firmEvents.$inferSelect & {
  /** What a person wrote about it; null if nobody did. */
  readonly note: { readonly salt: string; readonly text: string } | null;
  /** SHA-256 of the content of the cited file; null if the event has no file hash, or the file is gone. */
  readonly evidence: string | null;
};

type Range = { readonly after: number; readonly upTo: number; readonly limit: number };

const REDACTED: FirmEventType = 'evidence.redacted';

/** A firm's events after one number up to another, in order, `limit` at most. */
export async function listFirmEventsWithNotes(
  db: Db,
  { firmId, after, upTo, limit }: Range & { readonly firmId: FirmId },
): Promise<ProvableFirmEvent[]> {
  const rows = await db
    .select({
      event: firmEvents,
      evidence: evidenceOf(firmEvents),
      salt: evidenceFiles.redactionSalt,
      text: evidenceFiles.redactionReason,
    })
    .from(firmEvents)
    .leftJoin(
      evidenceFiles,
      and(
        eq(firmEvents.type, REDACTED),
        eq(evidenceFiles.firmId, firmEvents.firmId),
        eq(evidenceFiles.id, sql`${firmEvents.data} ->> 'evidenceId'`),
      ),
    )
    .where(and(eq(firmEvents.firmId, firmId), gt(firmEvents.seq, after), lte(firmEvents.seq, upTo)))
    .orderBy(asc(firmEvents.seq))
    .limit(limit);
  return rows.map(({ event, evidence, salt, text }) => ({
    ...event,
    evidence,
    note: salt === null || text === null ? null : { salt, text },
  }));
}

/** Of these hashes of files, those whose redaction is in the firm's timeline. */
export async function findRedacted(
  db: Db,
  firmId: FirmId,
  hashes: readonly string[],
): Promise<readonly string[]> {
  if (hashes.length === 0) return [];
  const sha256 = sql<string>`${firmEvents.data} ->> 'sha256'`;
  const rows = await db
    .select({ sha256 })
    .from(firmEvents)
    .where(and(eq(firmEvents.firmId, firmId), eq(firmEvents.type, REDACTED), inArray(sha256, [...hashes])));
  return rows.map((row) => row.sha256);
}
