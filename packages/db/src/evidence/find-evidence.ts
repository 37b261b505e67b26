import { and, eq, isNull } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { evidenceFiles } from '../schema/evidence.ts';

type EvidenceKey = { readonly firmId: FirmId; readonly id: string };

/** A firm's file with its content, which is null once it is redacted; or null. */
export async function findEvidence(db: Db, { firmId, id }: EvidenceKey) {
  const [found] = await db
    .select()
    .from(evidenceFiles)
    .where(and(eq(evidenceFiles.firmId, firmId), eq(evidenceFiles.id, id)));
  return found ?? null;
}

/**
 * The SHA-256 of a firm's file, as an event that cites it holds it. Does not read the content.
 * @returns an empty object if no file is cited, or the firm has none with that ID
 */
export async function findEvidenceHash(
  db: Db,
  { firmId, id }: { readonly firmId: FirmId; readonly id: string | null },
): Promise<{ readonly evidenceSha256?: string }> {
  if (id === null) return {};
  const [found] = await db
    .select({ evidenceSha256: evidenceFiles.sha256 })
    .from(evidenceFiles)
    .where(and(eq(evidenceFiles.firmId, firmId), eq(evidenceFiles.id, id)));
  return found ?? {};
}

/** Whether the firm has this file, and it was not redacted: what is gone proves nothing new. Does not read the content. */
export async function hasEvidence(db: Db, { firmId, id }: EvidenceKey): Promise<boolean> {
  const found = await db
    .select({ id: evidenceFiles.id })
    .from(evidenceFiles)
    .where(and(eq(evidenceFiles.firmId, firmId), eq(evidenceFiles.id, id), isNull(evidenceFiles.redactedAt)));
  return found.length > 0;
}
