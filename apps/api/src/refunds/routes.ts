import { idempotencyHeader } from '../http/idempotency-key.ts';
import { checkRange } from '../http/fields.ts';
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
  invoiceDecisionSchema,
  previewRequestSchema,
  previewSchema,
  refundIdParam,
  refundRequestSchema,
  resolveSchema,
  trustCorrectionSchema,
  trustNotRecoverableSchema,
  trustStepParams,
  trustStepSchema,
  workflowStateSchema,
} from './request-schemas.ts';
import { refundEventPageSchema, refundListQuery, refundPageSchema, refundSchema } from './schemas.ts';
import { z } from '@hono/zod-openapi';

const tags = ['Refunds'];
const REFUND = { description: 'The current refund', content: jsonOf(refundSchema) };

const NOT_RECORDED: Refusal = {
  code: 'not_noted',
  detail:
    'The database is not responding, so the refund may or may not have been recorded. Send the same request again in a moment, with the same Idempotency-Key: it refunds only once.',
  headers: { 'retry-after': '5' },
};

export const previewRefundRoute = defineRoute('/v1/refunds/preview', 'refund.request', {
  method: 'post',
  tags,
  summary: 'Preview a refund',
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
      'Answers once the refund is durably recorded. A retry with the same Idempotency-Key and body gets the same answer, byte for byte.',
    request: {
      headers: idempotencyHeader,
      body: { required: true, content: jsonOf(refundRequestSchema) },
    },
    responses: {
      202: {
        description: 'The refund is recorded and will run to completion',
        content: jsonOf(refundSchema),
        headers: z.object({
          Location: z.string().openapi({ description: 'The path of the refund.' }),
          'Retry-After': z.string().openapi({ description: 'Seconds to wait before polling.' }),
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
  request: { query: refundListQuery.superRefine(checkRange) },
  responses: { 200: { description: 'A page of refunds', content: jsonOf(refundPageSchema) } },
});

export const getRefundRoute = defineRoute(
  '/v1/refunds/{id}',
  'refund.read',
  {
    method: 'get',
    tags,
    summary: 'Get a refund',
    request: { params: refundIdParam, headers: getRefundHeaders },
    responses: {
      200: {
        ...REFUND,
        headers: z.object({
          ETag: z.string(),
          'Retry-After': z
            .string()
            .optional()
            .openapi({ description: 'Seconds to wait before polling again; absent once closed.' }),
        }),
      },
      304: { description: 'Not modified' },
    },
  },
  { waits: true },
);

export const getWorkflowRoute = defineRoute('/v1/refunds/{id}/workflow', 'refund.read', {
  method: 'get',
  tags,
  summary: "Get the workflow's current state",
  request: { params: refundIdParam },
  responses: { 200: { description: 'The state', content: jsonOf(workflowStateSchema) } },
});

export const listEventsRoute = defineRoute('/v1/refunds/{id}/events', 'refund.read', {
  method: 'get',
  tags,
  summary: "List a refund's events, oldest first",
  description:
    'With `Accept: text/event-stream`, streams events live. The `id` of each event is its number, and `Last-Event-ID` resumes after one. The stream ends from time to time; reconnect.',
  request: { params: refundIdParam, query: eventListQuery, headers: eventListHeaders },
  responses: {
    200: {
      description: 'A page of events, or a stream of events',
      content: { ...jsonOf(refundEventPageSchema), 'text/event-stream': { schema: z.string() } },
    },
  },
});

export const cancelRefundRoute = defineRoute('/v1/refunds/{id}/cancel', 'refund.cancel', {
  method: 'post',
  tags,
  summary: 'Cancel a refund before it is submitted to the processor',
  request: { params: refundIdParam, body: { required: false, content: jsonOf(cancelSchema) } },
  responses: { 200: REFUND },
});

export const approveRefundRoute = defineRoute('/v1/refunds/{id}/approve', 'refund.approve', {
  method: 'post',
  tags,
  summary: 'Approve a refund that somebody else requested',
  request: { params: refundIdParam, body: { required: true, content: jsonOf(approveSchema) } },
  responses: { 200: REFUND },
});

export const declineRefundRoute = defineRoute('/v1/refunds/{id}/decline', 'refund.approve', {
  method: 'post',
  tags,
  summary: 'Decline a refund that somebody else requested',
  request: { params: refundIdParam, body: { required: true, content: jsonOf(declineSchema) } },
  responses: { 200: REFUND },
});

export const resolveRefundRoute = defineRoute('/v1/refunds/{id}/resolve', 'refund.resolve', {
  method: 'post',
  tags,
  summary: 'Resolve an unknown outcome',
  description:
    'Outcomes that end the refund as failed (`not_refunded`, `refunded_differently`) require a signed-in owner or lawyer, and are accepted from an hour after the refund was first sent, while no send or lookup is in progress; otherwise they are refused with `not_resolvable`. If two people in the firm may say so, the answer is 202 until the second one submits the same.',
  request: { params: refundIdParam, body: { required: true, content: jsonOf(resolveSchema) } },
  responses: {
    200: REFUND,
    202: { ...REFUND, description: 'Recorded; awaiting the same from a second person' },
  },
});

export const decideInvoiceRoute = defineRoute('/v1/refunds/{id}/invoice-decision', 'invoice.decide', {
  method: 'post',
  tags,
  summary: 'Decide what happens to an invoice whose payment was reversed',
  request: { params: refundIdParam, body: { required: true, content: jsonOf(invoiceDecisionSchema) } },
  responses: { 200: REFUND },
});

export const resolveAttentionRoute = defineRoute('/v1/refunds/{id}/attention', 'refund.resolve', {
  method: 'post',
  tags,
  summary: 'Resolve an attention item',
  request: { params: refundIdParam, body: { required: true, content: jsonOf(attentionSchema) } },
  responses: { 200: REFUND },
});

export const recordTrustStepRoute = defineRoute(
  '/v1/refunds/{id}/trust-steps/{step}',
  'trust.record_authorized',
  {
    method: 'post',
    tags,
    summary: 'Record a trust step',
    description:
      'A lawyer or the owner authorizes the step by recording it. Anybody else, and every API key, records what a lawyer has authorized (`POST /v1/obligations/{id}/authorize`); without that it is refused with `not_authorized`.',
    request: { params: trustStepParams, body: { required: true, content: jsonOf(trustStepSchema) } },
    responses: { 200: REFUND },
  },
);

export const correctTrustStepRoute = defineRoute(
  '/v1/refunds/{id}/trust-steps/{step}/correction',
  'trust.record',
  {
    method: 'post',
    tags,
    summary: 'Correct a recorded trust step',
    description:
      'Nothing is edited. The correction is a separate record and event; if the date was wrong, the posting is reversed on that date and posted again on the right one. The last correction stands, and repeating it changes nothing.',
    request: { params: trustStepParams, body: { required: true, content: jsonOf(trustCorrectionSchema) } },
    responses: { 200: REFUND },
  },
);

export const endTrustStepsRoute = defineRoute('/v1/refunds/{id}/trust-not-recoverable', 'trust.record', {
  method: 'post',
  tags,
  summary: 'End the trust steps, because the trust money is gone',
  description:
    "The firm's own system paid an invoice from the same balance, so the steps can never be taken. A signed-in lawyer or owner says so, before the first step is recorded: the client then owes what the refund paid (client_receivable), and the steps are void. Saying it again changes nothing.",
  request: { params: refundIdParam, body: { required: true, content: jsonOf(trustNotRecoverableSchema) } },
  responses: { 200: REFUND },
});

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
  endTrustStepsRoute,
];
