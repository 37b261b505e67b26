import { createHash } from 'node:crypto';
import { and, eq, isNull, sum } from 'drizzle-orm';
import type { EvidenceType } from '@makewhole/domain/evidence';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import { lockFirm } from '../firms/lock-firm.ts';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { findEvidenceByHash, findEvidenceFacts, type EvidenceView } from './evidence-view.ts';
import { evidenceFiles } from '../schema/evidence.ts';

export type NewEvidence = {
  readonly firmId: FirmId;
  readonly mediaType: EvidenceType;
  readonly content: Buffer;
  readonly keptBy: PrincipalId;
  readonly at: Date;
};

export type KeptEvidence =
  | { readonly kind: 'kept'; readonly evidence: EvidenceView }
  /** The firm stores as much as it may. */
  | { readonly kind: 'too_much' }
  /** This content was redacted, and does not come back. */
  | { readonly kind: 'redacted'; readonly evidence: EvidenceView };

/**
 * Stores a firm's file; the same content again is the same file.
 * @param bytesPerFirm how much a firm may store in all
 */
export function keepEvidence(
  db: Db,
  input: NewEvidence,
  { bytesPerFirm }: { readonly bytesPerFirm: number },
): Promise<KeptEvidence> {
  const { firmId, mediaType, content, keptBy, at } = input;
  const sha256 = createHash('sha256').update(content).digest('hex');
  const size = content.byteLength;
  return db.transaction(async (tx) => {
    await lockFirm(tx, firmId);
    const same = await findEvidenceByHash(tx, { firmId, sha256 });
    if (same !== null) return { kind: same.redaction === null ? 'kept' : 'redacted', evidence: same };
    if ((await bytesOf(tx, firmId)) + size > bytesPerFirm) return { kind: 'too_much' };
    const id = newId<string>('ev');
    await tx
      .insert(evidenceFiles)
      .values({ id, firmId, mediaType, size, sha256, content, keptBy, keptAt: at });
    const kept = await findEvidenceFacts(tx, { firmId, id });
    if (kept === null) throw new Error(`Evidence ${sha256} was not kept`);
    return { kind: 'kept', evidence: kept };
  });
}

async function bytesOf(db: Db, firmId: FirmId): Promise<number> {
  const [found] = await db
    .select({ bytes: sum(evidenceFiles.size) })
    .from(evidenceFiles)
    .where(and(eq(evidenceFiles.firmId, firmId), isNull(evidenceFiles.redactedAt)));
  return Number(found?.bytes ?? 0);
}
