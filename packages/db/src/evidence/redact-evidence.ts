// Takes the content of a file out for good, such as a scan with a card number on it (ADR 26). What stays proves what
// was there and who took it out: the hash, the size, the type, who kept it, and who redacted it, when and why.
import { and, eq } from 'drizzle-orm';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import { hashOfText, newSalt } from '../events/text-hash.ts';
import { lockFirm } from '../firms/lock-firm.ts';
import type { Db } from '../connect.ts';
import { evidenceFiles } from '../schema/evidence.ts';
import { findEvidenceFacts, type EvidenceView } from './evidence-view.ts';

/**
 * Redacts a firm's file. If it is redacted already, the first reason stands.
 * @returns null if the firm has no file with this ID
 */
export function redactEvidence(
  db: Db,
  by: ChangedBy,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<EvidenceView | null> {
  const { firmId, principalId, at } = by;
  const key = { firmId, id };
  return db.transaction(async (tx) => {
    // The same file may be uploaded meanwhile.
    await lockFirm(tx, firmId);
    const known = await findEvidenceFacts(tx, key);
    if (known === null || known.redaction !== null) return known;
    const salt = newSalt();
    await tx
      .update(evidenceFiles)
      .set({
        content: null,
        redactedAt: at,
        redactedBy: principalId,
        redactionReason: reason,
        redactionSalt: salt,
      })
      .where(and(eq(evidenceFiles.firmId, firmId), eq(evidenceFiles.id, id)));
    const { sha256, size, mediaType, keptBy, keptAt } = known;
    await appendFirmEvent(tx, by, {
      type: 'evidence.redacted',
      data: {
        ...{ evidenceId: id, sha256, size, mediaType, keptBy: keptBy.id, keptAt: keptAt.toISOString() },
        noteHash: hashOfText('note', { salt, text: reason }),
      },
    });
    return findEvidenceFacts(tx, key);
  });
}
