import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { EvidenceType } from '@makewhole/domain/evidence';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
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

/** What is known of a file beside its content. */
export type EvidenceFacts = Omit<typeof evidenceFiles.$inferSelect, 'content' | 'firmId'>;

/** Keeps a file of a firm; the same content again is the same file. */
export async function keepEvidence(db: Db, input: NewEvidence): Promise<EvidenceFacts> {
  const { firmId, mediaType, content, keptBy, at } = input;
  const sha256 = createHash('sha256').update(content).digest('hex');
  const size = content.byteLength;
  await db
    .insert(evidenceFiles)
    .values({ id: newId<string>('ev'), firmId, mediaType, size, sha256, content, keptBy, keptAt: at })
    .onConflictDoNothing();
  const [kept] = await db
    .select(FACTS)
    .from(evidenceFiles)
    .where(and(eq(evidenceFiles.firmId, firmId), eq(evidenceFiles.sha256, sha256)));
  if (kept === undefined) throw new Error(`Evidence ${sha256} is missing right after it was kept`);
  return kept;
}

const FACTS = {
  id: evidenceFiles.id,
  mediaType: evidenceFiles.mediaType,
  size: evidenceFiles.size,
  sha256: evidenceFiles.sha256,
  keptBy: evidenceFiles.keptBy,
  keptAt: evidenceFiles.keptAt,
};
