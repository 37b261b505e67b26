// What is known of a file besides its content.
import { and, eq, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { EvidenceType } from '@makewhole/domain/evidence';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { evidenceFiles } from '../schema/evidence.ts';
import { principals } from '../schema/firms.ts';

type Person = { readonly id: PrincipalId; readonly name: string };

export type EvidenceView = {
  readonly id: string;
  readonly mediaType: EvidenceType;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the content, in hex. */
  readonly sha256: string;
  readonly keptBy: Person;
  readonly keptAt: Date;
  /** Null while the content is stored. */
  readonly redaction: { readonly at: Date; readonly by: Person; readonly reason: string } | null;
};

type EvidenceKey = { readonly firmId: FirmId; readonly id: string };

export async function findEvidenceFacts(db: Db, { firmId, id }: EvidenceKey): Promise<EvidenceView | null> {
  return findOne(db, and(eq(evidenceFiles.firmId, firmId), eq(evidenceFiles.id, id)));
}

/** The firm's file with this content, redacted or not. */
export async function findEvidenceByHash(
  db: Db,
  { firmId, sha256 }: { readonly firmId: FirmId; readonly sha256: string },
): Promise<EvidenceView | null> {
  return findOne(db, and(eq(evidenceFiles.firmId, firmId), eq(evidenceFiles.sha256, sha256)));
}

async function findOne(db: Db, where: SQL | undefined): Promise<EvidenceView | null> {
  const keeper = alias(principals, 'keeper');
  const redactor = alias(principals, 'redactor');
  const [found] = await db
    .select({
      id: evidenceFiles.id,
      mediaType: evidenceFiles.mediaType,
      size: evidenceFiles.size,
      sha256: evidenceFiles.sha256,
      keptBy: { id: keeper.id, name: keeper.name },
      keptAt: evidenceFiles.keptAt,
      redactedAt: evidenceFiles.redactedAt,
      redactedBy: { id: redactor.id, name: redactor.name },
      redactionReason: evidenceFiles.redactionReason,
    })
    .from(evidenceFiles)
    .innerJoin(keeper, eq(keeper.id, evidenceFiles.keptBy))
    .leftJoin(redactor, eq(redactor.id, evidenceFiles.redactedBy))
    .where(where);
  if (found === undefined) return null;
  const { redactedAt: at, redactedBy: by, redactionReason: reason, ...facts } = found;
  const isKept = at === null || by === null || reason === null;
  return { ...facts, redaction: isKept ? null : { at, by, reason } };
}
