import { createHash } from 'node:crypto';
import { and, eq, sum } from 'drizzle-orm';
import type { EvidenceType } from '@makewhole/domain/evidence';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import { lockFirm } from '../firms/lock-firm.ts';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { evidenceFiles } from '../schema/evidence.ts';

export type NewEvidence = {
  readonly firmId: FirmId;
  readonly mediaType: EvidenceType;
  readonly content: Buffer;
  readonly keptBy: PrincipalId;
  readonly at: Date;
};

/** What is known of a file besides its content. */
export type EvidenceFacts = Omit<typeof evidenceFiles.$inferSelect, 'content' | 'firmId'>;

/**
 * Stores a firm's file; the same content again is the same file.
 * @param bytesPerFirm how much a firm may store in all
 * @returns null if the file would exceed that
 */
export function keepEvidence(
  db: Db,
  input: NewEvidence,
  { bytesPerFirm }: { readonly bytesPerFirm: number },
): Promise<EvidenceFacts | null> {
  const { firmId, mediaType, content, keptBy, at } = input;
  const sha256 = createHash('sha256').update(content).digest('hex');
  const size = content.byteLength;
  return db.transaction(async (tx) => {
    await lockFirm(tx, firmId);
    const [same] = await tx
      .select(FACTS)
      .from(evidenceFiles)
      .where(and(eq(evidenceFiles.firmId, firmId), eq(evidenceFiles.sha256, sha256)));
    if (same !== undefined) return same;
    if ((await bytesOf(tx, firmId)) + size > bytesPerFirm) return null;
    const [kept] = await tx
      .insert(evidenceFiles)
      .values({ id: newId<string>('ev'), firmId, mediaType, size, sha256, content, keptBy, keptAt: at })
      .returning(FACTS);
    if (kept === undefined) throw new Error(`Evidence ${sha256} was not kept`);
    return kept;
  });
}

async function bytesOf(db: Db, firmId: FirmId): Promise<number> {
  const [found] = await db
    .select({ bytes: sum(evidenceFiles.size) })
    .from(evidenceFiles)
    .where(eq(evidenceFiles.firmId, firmId));
  return Number(found?.bytes ?? 0);
}

const FACTS = {
  id: evidenceFiles.id,
  mediaType: evidenceFiles.mediaType,
  size: evidenceFiles.size,
  sha256: evidenceFiles.sha256,
  keptBy: evidenceFiles.keptBy,
  keptAt: evidenceFiles.keptAt,
};
