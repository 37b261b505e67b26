import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { checkRange } from '../http/fields.ts';
import { evidencePackSchema, packRequestSchema } from './pack-schemas.ts';
import { disputeDetailSchema, disputeListQuery, disputePageSchema } from './schemas.ts';

const tags = ['Disputes'];
const params = z.object({ id: z.string() });

export const listDisputesRoute = defineRoute('/v1/disputes', 'payment.read', {
  method: 'get',
  operationId: 'listDisputes',
  tags,
  summary: 'List disputes',
  description:
    'Every dispute that the processor reported, the newest first unless `sort` says otherwise. `respond_by` sorts by the deadline, the nearest first. `from` and `to` are about when it was opened.',
  request: { query: disputeListQuery.superRefine(checkRange) },
  responses: { 200: { description: 'A page of disputes', content: jsonOf(disputePageSchema) } },
});

export const getDisputeRoute = defineRoute('/v1/disputes/{id}', 'payment.read', {
  method: 'get',
  operationId: 'getDispute',
  tags,
  summary: 'Get a dispute',
  description:
    'With what the books did, the obligation to respond, and the evidence packs that were made. To say that evidence was sent, or that the firm does not contest it, complete its obligation with POST /v1/obligations/{id}/settle.',
  problems: ['dispute_not_found'],
  request: { params },
  responses: { 200: { description: 'The dispute', content: jsonOf(disputeDetailSchema) } },
});

export const makeEvidencePackRoute = defineRoute(
  '/v1/disputes/{id}/evidence-packs',
  'refund.read_internal_note',
  {
    method: 'post',
    operationId: 'makeEvidencePack',
    tags,
    summary: 'Make an evidence pack',
    description:
      'Puts together what is known of the payment and its refund, keeps it as it is, and records who made it. Nothing is sent: a person sends it to the processor, and then completes the obligation. Sections that have nothing to show are left out.',
    problems: ['dispute_not_found', 'no_such_evidence'],
    request: { params, body: { required: true, content: jsonOf(packRequestSchema) } },
    responses: { 201: { description: 'The pack', content: jsonOf(evidencePackSchema) } },
  },
);

export const getEvidencePackRoute = defineRoute(
  '/v1/disputes/{id}/evidence-packs/{packId}',
  'refund.read_internal_note',
  {
    method: 'get',
    operationId: 'getEvidencePack',
    tags,
    summary: 'Get an evidence pack',
    description: 'As it was made: later changes are not in it.',
    problems: ['dispute_not_found'],
    request: {
      params: params.extend({ packId: z.string().openapi({ description: 'The ID of the pack.' }) }),
    },
    responses: { 200: { description: 'The pack', content: jsonOf(evidencePackSchema) } },
  },
);

export const DISPUTE_ROUTES = [
  listDisputesRoute,
  getDisputeRoute,
  makeEvidencePackRoute,
  getEvidencePackRoute,
];
