import { z } from '@hono/zod-openapi';
import { EVIDENCE_BYTES_MAX, EVIDENCE_TYPES } from '@makewhole/domain/evidence';
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { instantSchema } from '../http/fields.ts';
import { freeText } from '../http/free-text.ts';

const tags = ['Evidence'];
const fileSchema = z.string().openapi({ format: 'binary' });
const fileContent = Object.fromEntries(EVIDENCE_TYPES.map((type) => [type, { schema: fileSchema }]));

const personSchema = z.object({ id: z.string(), name: z.string() });

const evidenceSchema = z
  .object({
    id: z.string(),
    mediaType: z.enum(EVIDENCE_TYPES),
    size: z.int().openapi({ description: 'Bytes.' }),
    sha256: z.string().openapi({ description: 'Of the content, in hexadecimal.' }),
    keptBy: personSchema,
    keptAt: instantSchema,
    redaction: z
      .object({ at: instantSchema, by: personSchema, reason: z.string() })
      .nullable()
      .openapi({ description: 'Null while the content is stored.' }),
  })
  .openapi('Evidence');

export type EvidenceBody = z.infer<typeof evidenceSchema>;

export const uploadEvidenceRoute = defineRoute(
  '/v1/evidence',
  'trust.record_authorized',
  {
    method: 'post',
    operationId: 'uploadEvidence',
    tags,
    summary: 'Upload a file as evidence',
    description:
      'The body is a PDF, PNG or JPEG of up to 10 MB. Its type is detected from its content, whatever Content-Type says. Uploading the same file again returns the same evidence; a file that was redacted is refused.',
    problems: ['too_much_evidence', 'evidence_redacted_before'],
    request: { body: { required: true, content: fileContent } },
    responses: { 201: { description: 'The stored evidence', content: jsonOf(evidenceSchema) } },
  },
  { bodyBytesMax: EVIDENCE_BYTES_MAX },
);

export const getEvidenceRoute = defineRoute('/v1/evidence/{id}', 'refund.read', {
  method: 'get',
  operationId: 'getEvidence',
  tags,
  summary: 'Download evidence',
  request: { params: z.object({ id: z.string() }) },
  description: 'A redacted file answers 410 `evidence_redacted`.',
  problems: ['evidence_not_found', 'evidence_redacted'],
  responses: { 200: { description: 'The file', content: fileContent } },
});

export const getEvidenceFactsRoute = defineRoute('/v1/evidence/{id}/facts', 'refund.read', {
  method: 'get',
  operationId: 'getEvidenceFacts',
  tags,
  summary: 'Get what is known of evidence, redacted or not',
  description: 'Its name, size and hash, who uploaded it and when, and who redacted it and why.',
  problems: ['evidence_not_found'],
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: { description: 'The evidence, without its content', content: jsonOf(evidenceSchema) } },
});

const redactSchema = z
  .strictObject({
    reason: freeText(
      TEXT_LENGTH_MAX.note,
      'Why its content must go. Kept with the evidence, and shown with it.',
    ),
  })
  .openapi('RedactRequest');

export const redactEvidenceRoute = defineRoute('/v1/evidence/{id}/redact', 'firm.manage', {
  method: 'post',
  operationId: 'redactEvidence',
  tags,
  summary: 'Redact evidence: delete its content for good',
  description:
    "Requires step-up. For a file with a card number or the like. Its hash, size and type stay, with who uploaded it, and who redacted it, when and why; the firm's timeline records it. Repeating it changes nothing: the first reason stands.",
  problems: ['step_up_required', 'evidence_not_found'],
  request: {
    params: z.object({ id: z.string() }),
    body: { required: true, content: jsonOf(redactSchema) },
  },
  responses: { 200: { description: 'The redacted evidence', content: jsonOf(evidenceSchema) } },
});

export const EVIDENCE_ROUTES = [
  uploadEvidenceRoute,
  getEvidenceRoute,
  getEvidenceFactsRoute,
  redactEvidenceRoute,
];
