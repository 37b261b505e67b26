import { fileTypeFromBuffer } from 'file-type';
import { findEvidence } from '@makewhole/db/evidence/find-evidence';
import { keepEvidence, type EvidenceFacts } from '@makewhole/db/evidence/keep-evidence';
import { isStorableText } from '@makewhole/domain/storable-text';
import { EVIDENCE_TYPES } from '@makewhole/domain/evidence';
import { recordDownload } from '../access-events/record-download.ts';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { getEvidenceRoute, uploadEvidenceRoute, type EvidenceBody } from './routes.ts';

export function addEvidenceHandlers(app: App, services: Services): void {
  const { db, evidenceBytesPerFirm } = services;

  app.openapi(uploadEvidenceRoute, async (c) => {
    const { firmId, principalId } = c.get('caller');
    const content = Buffer.from(await c.req.arrayBuffer());
    const seen = await fileTypeFromBuffer(content);
    const mediaType = EVIDENCE_TYPES.find((type) => type === seen?.mime);
    if (mediaType === undefined) {
      return problem(c, {
        code: 'unsupported_media_type',
        detail:
          'The content of this file is not a PDF, PNG or JPEG. Save it as one of these and send it again.',
      });
    }
    const kept = await keepEvidence(
      db,
      { firmId, mediaType, content, keptBy: principalId, at: new Date() },
      { bytesPerFirm: evidenceBytesPerFirm },
    );
    if (kept === null) return problem(c, TOO_MUCH_EVIDENCE);
    return c.json(evidenceBody(kept), 201);
  });

  // Sends the raw file, which the route's types do not cover.
  app.get(getEvidenceRoute.getRoutingPath(), async (c) => {
    const { firmId } = c.get('caller');
    const id = c.req.param('id');
    const found = isStorableText(id) ? await findEvidence(db, { firmId, id }) : null;
    if (found === null) {
      return problem(c, { code: 'evidence_not_found', detail: 'Your firm has no evidence with this ID.' });
    }
    await recordDownload(services, c, 'evidence_read', { evidenceId: found.id });
    c.header('Content-Type', found.mediaType);
    c.header('Content-Disposition', `attachment; filename="${found.id}.${found.mediaType.split('/')[1]}"`);
    return c.body(new Uint8Array(found.content), 200);
  });
}

function evidenceBody({ id, mediaType, size, sha256, keptAt }: EvidenceFacts): EvidenceBody {
  return { id, mediaType, size, sha256, keptAt: keptAt.toISOString() };
}

const TOO_MUCH_EVIDENCE: Refusal = {
  code: 'too_much_evidence',
  detail:
    'Your firm has reached its limit of stored evidence, and evidence cannot be deleted. The file was not stored. Ask your Makewhole administrator for more space.',
};
