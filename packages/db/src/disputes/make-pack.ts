// Puts together what a person chose to send, keeps it as it is, and says in the firm's timeline who made it (B9).
import { and, eq, inArray, isNull } from 'drizzle-orm';
import {
  PACK_SECTIONS,
  sectionsWithFacts,
  type EvidencePack,
  type PackDocument,
  type PackFacts,
  type PackSection,
} from '@makewhole/domain/evidence-pack';
import type { EvidencePackId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import { hashOfContent } from '../events/content-hash.ts';
import { newId } from '../new-id.ts';
import { evidencePacks } from '../schema/disputes.ts';
import { evidenceFiles } from '../schema/evidence.ts';
import { firms } from '../schema/firms.ts';
import type { DisputeListed } from './dispute-view.ts';
import { gatherPackFacts } from './gather-pack-facts.ts';
import { readDispute, readPack, type DisputeKey, type PackRead } from './read-dispute.ts';

export type PackRequest = {
  readonly sections: readonly PackSection[];
  readonly statement: string;
  readonly documents: readonly { readonly evidenceId: string; readonly title: string }[];
};

export type PackMade =
  { readonly kind: 'made'; readonly pack: PackRead } | { readonly kind: 'not_found' | 'no_such_evidence' };

export function makePack(
  db: Db,
  { disputeId }: Pick<DisputeKey, 'disputeId'>,
  by: ChangedBy,
  request: PackRequest,
): Promise<PackMade> {
  const { firmId } = by;
  return db.transaction(async (tx) => {
    const found = await readDispute(tx, { firmId, disputeId });
    if (found === null) return { kind: 'not_found' };
    const documents = await findDocuments(tx, by, request.documents);
    if (documents === null) return { kind: 'no_such_evidence' };
    const { transactionId } = found.dispute;
    const facts = await gatherPackFacts(tx, { firmId, transactionId });
    const content = packOf(found.dispute, await findFirmName(tx, by), facts, { ...request, documents });
    const contentHash = hashOfContent(content);
    const id = newId<EvidencePackId>('ep');
    const { principalId: madeBy, at: madeAt } = by;
    await tx.insert(evidencePacks).values({ id, firmId, disputeId, content, contentHash, madeBy, madeAt });
    await appendFirmEvent(tx, by, {
      type: 'dispute.evidence_packed',
      data: { disputeId, transactionId, packId: id, sections: content.sections, contentHash },
    });
    const pack = await readPack(tx, { firmId, disputeId, packId: id });
    if (pack === null) throw new Error(`The evidence pack ${id} vanished`);
    return { kind: 'made', pack };
  });
}

function packOf(
  dispute: DisputeListed,
  firm: EvidencePack['firm'],
  facts: PackFacts,
  request: Omit<PackRequest, 'documents'> & { readonly documents: readonly PackDocument[] },
): EvidencePack {
  const { statement, documents } = request;
  const there = sectionsWithFacts(facts);
  const sections = PACK_SECTIONS.filter(
    (section) =>
      there.includes(section) &&
      (section === 'documents' ? documents.length > 0 : request.sections.includes(section)),
  );
  const chosen = Object.fromEntries(
    Object.entries(facts).filter(([section]) => (sections as readonly string[]).includes(section)), // the names of some
  ) as Partial<PackFacts>; // a part of it
  const { id, processorDisputeId, kind, reason, networkCode, amount, currency, openedAt, respondBy } =
    dispute;
  return {
    firm,
    dispute: { id, processorDisputeId, kind, reason, networkCode, amount, currency, openedAt, respondBy },
    ...{ sections, statement, documents },
    ...chosen,
  };
}

/** Null if the firm lacks one of them, or it was redacted. */
async function findDocuments(
  tx: Db,
  { firmId }: ChangedBy,
  wanted: PackRequest['documents'],
): Promise<PackDocument[] | null> {
  if (wanted.length === 0) return [];
  const { id, mediaType, size, sha256, redactedAt } = evidenceFiles;
  const rows = await tx
    .select({ id, mediaType, size, sha256 })
    .from(evidenceFiles)
    .where(
      and(
        eq(evidenceFiles.firmId, firmId),
        isNull(redactedAt),
        inArray(
          id,
          wanted.map(({ evidenceId }) => evidenceId),
        ),
      ),
    );
  const found = wanted.flatMap(({ evidenceId, title }) => {
    const row = rows.find((one) => one.id === evidenceId);
    if (row === undefined) return [];
    return [{ evidenceId, title, mediaType: row.mediaType, size: row.size, sha256: row.sha256 }];
  });
  return found.length === wanted.length ? found : null;
}

async function findFirmName(tx: Db, { firmId }: ChangedBy): Promise<EvidencePack['firm']> {
  const [firm] = await tx
    .select({ name: firms.name, timeZone: firms.timeZone })
    .from(firms)
    .where(eq(firms.id, firmId));
  if (firm === undefined) throw new Error(`There is no firm ${firmId}`);
  return firm;
}
