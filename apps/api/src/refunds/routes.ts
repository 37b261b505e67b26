import { defineRoute, jsonOf } from '../http/define-route.ts';
import type { Refusal } from '../http/problems.ts';
import {
  approveSchema,
  attentionSchema,
  cancelSchema,
  declineSchema,
  eventListHeaders,
  eventListQuery,
  getRefundHeaders,
  idempotencyHeader,
  invoiceDecisionSchema,
  previewRequestSchema,
  previewSchema,
  refundIdParam,
  refundRequestSchema,
  resolveSchema,
  trustCorrectionSchema,
  trustStepParams,
  trustStepSchema,
  workflowStateSchema,
} from './request-schemas.ts';
import { refundEventPageSchema, refundListQuery, refundPageSchema, refundSchema } from './schemas.ts';
import { z } from '@hono/zod-openapi';

const tags = ['Refunds'];
const REFUND = { description: 'The refund as it stands', content: jsonOf(refundSchema) };

const NOT_RECORDED: Refusal = {
  code: 'not_noted',
  detail:
    'The database gives no answer, so nobody can say that the refund was noted. Send the same request with the same Idempotency-Key again in a moment: it refunds once.',
  headers: { 'retry-after': '5' },
};

export const previewRefundRoute = defineRoute('/v1/refunds/preview', 'refund.request', {
  method: 'post',
  tags,
  summary: 'What a refund would do; writes nothing',
  request: { body: { required: true, content: jsonOf(previewRequestSchema) } },
  responses: { 200: { description: 'The preview', content: jsonOf(previewSchema) } },
});

export const requestRefundRoute = defineRoute(
  '/v1/refunds',
  'refund.request',
  {
    method: 'post',
    tags,
    summary: 'Refund a payment in full',
    description:
      'Answers once the refund is durably noted. A retry with the same Idempotency-Key and the same body gets the same answer, byte for byte.',
    request: {
      headers: idempotencyHeader,
      body: { required: true, content: jsonOf(refundRequestSchema) },
    },
    responses: {
      202: {
        description: 'The refund is noted and will be carried to its end',
        content: jsonOf(refundSchema),
        headers: z.object({
          Location: z.string().openapi({ description: 'The path of the refund.' }),
          'Retry-After': z
            .string()
            .openapi({ description: 'Seconds after which looking again is worth it.' }),
        }),
      },
    },
  },
  { retryProblem: NOT_RECORDED },
);

export const listRefundsRoute = defineRoute('/v1/refunds', 'refund.read', {
  method: 'get',
  tags,
  summary: 'List refunds, newest first',
  request: { query: refundListQuery },
  responses: { 200: { description: 'A page of refunds', content: jsonOf(refundPageSchema) } },
});

export const getRefundRoute = defineRoute('/v1/refunds/{id}', 'refund.read', {
  method: 'get',
  tags,
  summary: 'Get a refund; cheap to poll',
  request: { params: refundIdParam, headers: getRefundHeaders },
  responses: {
    200: {
      ...REFUND,
      headers: z.object({
        ETag: z.string(),
        'Retry-After': z
          .string()
          .optional()
          .openapi({ description: 'Seconds after which looking again is worth it; absent once closed.' }),
      }),
    },
    304: { description: 'You have it already' },
  },
});

export const getWorkflowRoute = defineRoute('/v1/refunds/{id}/workflow', 'refund.read', {
  method: 'get',
  tags,
  summary: "The workflow's own word on what it waits for",
  request: { params: refundIdParam },
  responses: { 200: { description: 'Its state', content: jsonOf(workflowStateSchema) } },
});

export const listEventsRoute = defineRoute('/v1/refunds/{id}/events', 'refund.read', {
  method: 'get',
  tags,
  summary: 'The timeline, oldest first',
  description:
    'With `Accept: text/event-stream` it follows the refund live: each event has its number as `id`, `Last-Event-ID` resumes after one. The stream ends by itself now and then; connect again.',
  request: { params: refundIdParam, query: eventListQuery, headers: eventListHeaders },
  responses: {
    200: {
      description: 'A page of events, or the stream of them',
      content: { ...jsonOf(refundEventPageSchema), 'text/event-stream': { schema: z.string() } },
    },
  },
});

export const cancelRefundRoute = defineRoute('/v1/refunds/{id}/cancel', 'refund.cancel', {
  method: 'post',
  tags,
  summary: 'Cancel a refund before it is handed to the processor',
  request: { params: refundIdParam, body: { required: false, content: jsonOf(cancelSchema) } },
  responses: { 200: REFUND },
});

export const approveRefundRoute = defineRoute('/v1/refunds/{id}/approve', 'refund.approve', {
  method: 'post',
  tags,
  summary: 'Approve a refund that somebody else asked for',
  request: { params: refundIdParam, body: { required: true, content: jsonOf(approveSchema) } },
  responses: { 200: REFUND },
});

export const declineRefundRoute = defineRoute('/v1/refunds/{id}/decline', 'refund.approve', {
  method: 'post',
  tags,
  summary: 'Decline a refund that somebody else asked for',
  request: { params: refundIdParam, body: { required: true, content: jsonOf(declineSchema) } },
  responses: { 200: REFUND },
});

export const resolveRefundRoute = defineRoute('/v1/refunds/{id}/resolve', 'refund.resolve', {
  method: 'post',
  tags,
  summary: 'Say what a person knows about an unknown outcome',
  description:
    'What ends the refund as failed (`not_refunded`, `refunded_differently`) takes an owner or a lawyer, signed in, an hour after the refund was first sent and not beside a send or a look-up; else it is refused with `not_resolvable`. Where the firm has two who may say it, it answers 202 until the second one has said the same.',
  request: { params: refundIdParam, body: { required: true, content: jsonOf(resolveSchema) } },
  responses: { 200: REFUND, 202: { ...REFUND, description: 'Kept, until a second person says the same' } },
});

export const decideInvoiceRoute = defineRoute('/v1/refunds/{id}/invoice-decision', 'invoice.decide', {
  method: 'post',
  tags,
  summary: 'Decide about an invoice whose payment was reversed',
  request: { params: refundIdParam, body: { required: true, content: jsonOf(invoiceDecisionSchema) } },
  responses: { 200: REFUND },
});

export const resolveAttentionRoute = defineRoute('/v1/refunds/{id}/attention', 'refund.resolve', {
  method: 'post',
  tags,
  summary: 'Say that an obligation of kind attention was looked after',
  request: { params: refundIdParam, body: { required: true, content: jsonOf(attentionSchema) } },
  responses: { 200: REFUND },
});

export const recordTrustStepRoute = defineRoute('/v1/refunds/{id}/trust-steps/{step}', 'trust.record', {
  method: 'post',
  tags,
  summary: 'Record a trust step that was taken',
  request: { params: trustStepParams, body: { required: true, content: jsonOf(trustStepSchema) } },
  responses: { 200: REFUND },
});

export const correctTrustStepRoute = defineRoute(
  '/v1/refunds/{id}/trust-steps/{step}/correction',
  'trust.record',
  {
    method: 'post',
    tags,
    summary: 'Correct a trust step that was recorded wrongly',
    description:
      'Nothing is edited: the correction is a record and an event of its own, and where the day was wrong, the posting is taken back on that day and made again on the right one. The last correction stands; the same again changes nothing.',
    request: { params: trustStepParams, body: { required: true, content: jsonOf(trustCorrectionSchema) } },
    responses: { 200: REFUND },
  },
);

export const REFUND_ROUTES = [
  previewRefundRoute,
  requestRefundRoute,
  listRefundsRoute,
  getRefundRoute,
  getWorkflowRoute,
  listEventsRoute,
  cancelRefundRoute,
  approveRefundRoute,
  declineRefundRoute,
  resolveRefundRoute,
  decideInvoiceRoute,
  resolveAttentionRoute,
  recordTrustStepRoute,
  correctTrustStepRoute,
];
