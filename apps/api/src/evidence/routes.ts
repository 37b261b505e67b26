import { z } from '@hono/zod-openapi';
import { EVIDENCE_BYTES_MAX, EVIDENCE_TYPES } from '@makewhole/domain/evidence';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { instantSchema } from '../http/fields.ts';

const tags = ['Evidence'];
const fileSchema = z.string().openapi({ format: 'binary' });
const fileContent = Object.fromEntries(EVIDENCE_TYPES.map((type) => [type, { schema: fileSchema }]));

const evidenceSchema = z
  .object({
    id: z.string(),
    mediaType: z.enum(EVIDENCE_TYPES),
    size: z.int().openapi({ description: 'Bytes.' }),
    sha256: z.string().openapi({ description: 'Of the content, in hexadecimal.' }),
    keptAt: instantSchema,
  })
  .openapi('Evidence');

export type EvidenceBody = z.infer<typeof evidenceSchema>;

export const uploadEvidenceRoute = defineRoute(
  '/v1/evidence',
  'trust.record',
  {
    method: 'post',
    tags,
    summary: 'Upload a file as evidence',
    description:
      'The body is a PDF, PNG or JPEG of up to 10 MB. Its type is detected from its content, whatever Content-Type says. Uploading the same file again returns the same evidence.',
    request: { body: { required: true, content: fileContent } },
    responses: { 201: { description: 'The stored evidence', content: jsonOf(evidenceSchema) } },
  },
  { bodyBytesMax: EVIDENCE_BYTES_MAX },
);

export const getEvidenceRoute = defineRoute('/v1/evidence/{id}', 'refund.read', {
  method: 'get',
  tags,
  summary: 'Download evidence',
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: { description: 'The file', content: fileContent } },
});

export const EVIDENCE_ROUTES = [uploadEvidenceRoute, getEvidenceRoute];
