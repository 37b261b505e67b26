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
    sha256: z.string().openapi({ description: 'Of the content, in hex.' }),
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
    summary: 'Keep a file that proves what was done',
    description:
      'A PDF, PNG or JPEG of up to 10 MB, as the body itself. What it is is seen by its content, whatever Content-Type says. The same file again is the same evidence.',
    request: { body: { required: true, content: fileContent } },
    responses: { 201: { description: 'What was kept', content: jsonOf(evidenceSchema) } },
  },
  { bodyBytesMax: EVIDENCE_BYTES_MAX },
);

export const getEvidenceRoute = defineRoute('/v1/evidence/{id}', 'refund.read', {
  method: 'get',
  tags,
  summary: 'Get a file that was kept',
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: { description: 'The file', content: fileContent } },
});

export const EVIDENCE_ROUTES = [uploadEvidenceRoute, getEvidenceRoute];
