import { fileTypeFromBuffer } from 'file-type';
import { findEvidence } from '@makewhole/db/evidence/find-evidence';
import { findEvidenceFacts, type EvidenceView } from '@makewhole/db/evidence/evidence-view';
import { keepEvidence } from '@makewhole/db/evidence/keep-evidence';
import { redactEvidence } from '@makewhole/db/evidence/redact-evidence';
import { isStorableText } from '@makewhole/domain/storable-text';
import { EVIDENCE_TYPES } from '@makewhole/domain/evidence';
import { recordDownload } from '../access-events/record-download.ts';
import { changedBy } from '../auth/audit-actor.ts';
import { STEP_UP_REQUIRED, lacksStepUp } from '../auth/step-up.ts';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import {
  getEvidenceFactsRoute,
  getEvidenceRoute,
  redactEvidenceRoute,
  uploadEvidenceRoute,
  type EvidenceBody,
} from './routes.ts';

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
    switch (kept.kind) {
      case 'kept':
        return c.json(evidenceBody(kept.evidence), 201);
      case 'too_much':
        return problem(c, TOO_MUCH_EVIDENCE);
      case 'redacted': {
        const detail = `${whatHappened(kept.evidence)} It is not stored again. Upload a copy without what had to go.`;
        return problem(c, { code: 'evidence_redacted_before', detail });
      }
    }
  });

  // Sends the raw file, which the route's types do not cover.
  app.get(getEvidenceRoute.getRoutingPath(), async (c) => {
    const { firmId } = c.get('caller');
    const id = c.req.param('id');
    const found = isStorableText(id) ? await findEvidence(db, { firmId, id }) : null;
    if (found === null) return problem(c, EVIDENCE_NOT_FOUND);
    if (found.content === null) {
      const facts = await findEvidenceFacts(db, { firmId, id: found.id });
      if (facts === null) throw new Error(`Evidence ${found.id} vanished`);
      const detail = `${whatHappened(facts)} Its hash, size and type stay: see /v1/evidence/${facts.id}/facts.`;
      return problem(c, { code: 'evidence_redacted', detail });
    }
    await recordDownload(services, c, 'evidence_read', { evidenceId: found.id });
    c.header('Content-Type', found.mediaType);
    c.header('Content-Disposition', `attachment; filename="${found.id}.${found.mediaType.split('/')[1]}"`);
    return c.body(new Uint8Array(found.content), 200);
  });

  app.openapi(getEvidenceFactsRoute, async (c) => {
    const { firmId } = c.get('caller');
    const { id } = c.req.valid('param');
    const found = isStorableText(id) ? await findEvidenceFacts(db, { firmId, id }) : null;
    return found === null ? problem(c, EVIDENCE_NOT_FOUND) : c.json(evidenceBody(found), 200);
  });

  app.openapi(redactEvidenceRoute, async (c) => {
    if (lacksStepUp(c.get('caller'))) return problem(c, STEP_UP_REQUIRED);
    const { id } = c.req.valid('param');
    const { reason } = c.req.valid('json');
    const redacted = isStorableText(id) ? await redactEvidence(db, changedBy(c), { id, reason }) : null;
    return redacted === null ? problem(c, EVIDENCE_NOT_FOUND) : c.json(evidenceBody(redacted), 200);
  });
}

function evidenceBody({ keptAt, redaction, ...facts }: EvidenceView): EvidenceBody {
  return {
    ...facts,
    keptAt: keptAt.toISOString(),
    redaction: redaction && { ...redaction, at: redaction.at.toISOString() },
  };
}

function whatHappened({ redaction }: EvidenceView): string {
  if (redaction === null) throw new Error('This evidence was not redacted');
  const { at, by, reason } = redaction;
  return `This file was redacted on ${at.toISOString().slice(0, 10)} by ${by.name}. Reason: "${reason}".`;
}

const EVIDENCE_NOT_FOUND: Refusal = {
  code: 'evidence_not_found',
  detail: 'Your firm has no evidence with this ID.',
};

const TOO_MUCH_EVIDENCE: Refusal = {
  code: 'too_much_evidence',
  detail:
    'Your firm has reached its limit of stored evidence, and evidence cannot be deleted to make room. The file was not stored. Ask your Makewhole administrator for more space.',
};
