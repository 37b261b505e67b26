import { idempotencyHeader } from '../http/idempotency-key.ts';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { checkRange, etagSchema } from '../http/fields.ts';
import type { Refusal } from '../http/problems.ts';
import {
  eventListHeaders,
  eventListQuery,
  getRefundHeaders,
  previewRequestSchema,
  previewSchema,
  refundIdParam,
  refundRequestSchema,
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
  operationId: 'previewRefund',
  tags,
  summary: 'Preview a refund',
  description:
    'What the refund would do, and nothing more: it changes nothing and asks the processor for the payment. Send its `previewHash` with the refund, so that it is refused if anything changed since.',
  problems: [
    'transaction_not_found',
    'processor_unavailable',
    'processor_record_unusable',
    'already_refunded',
  ],
  request: { body: { required: true, content: jsonOf(previewRequestSchema) } },
  responses: { 200: { description: 'The preview', content: jsonOf(previewSchema) } },
});

export const requestRefundRoute = defineRoute(
  '/v1/refunds',
  'refund.request',
  {
    method: 'post',
    operationId: 'requestRefund',
    tags,
    summary: 'Refund a payment in full',
    description:
      'Answers once the refund is durably recorded. A retry with the same Idempotency-Key and body gets the same answer, byte for byte.',
    problems: [
      'idempotency_key_missing',
      'transaction_not_found',
      'already_refunded',
      'not_refundable',
      'preview_stale',
      'idempotency_key_reused',
      'step_up_required',
      'processor_unavailable',
      'processor_record_unusable',
      'not_noted',
    ],
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
          'Retry-After': z.int().openapi({ description: 'Seconds to wait before polling.', example: 1 }),
        }),
      },
    },
  },
  { retryProblem: NOT_RECORDED },
);

export const listRefundsRoute = defineRoute('/v1/refunds', 'refund.read', {
  method: 'get',
  operationId: 'listRefunds',
  tags,
  summary: 'List refunds, newest first',
  description:
    'The filters combine. To follow changes, ask for one refund with `If-None-Match`, or use webhooks.',
  request: { query: refundListQuery.superRefine(checkRange) },
  responses: { 200: { description: 'A page of refunds', content: jsonOf(refundPageSchema) } },
});

const pollHeaders = z.object({
  ETag: etagSchema,
  'Retry-After': z.int().optional().openapi({
    description: 'Seconds to wait before polling again; absent once closed.',
    example: 30,
  }),
  'Preference-Applied': z
    .string()
    .optional()
    .openapi({ description: 'The wait that was granted, for Prefer.', example: 'wait=30' }),
});

export const getRefundRoute = defineRoute(
  '/v1/refunds/{id}',
  'refund.read',
  {
    method: 'get',
    operationId: 'getRefund',
    tags,
    summary: 'Get a refund',
    description:
      'Cheap to poll: send the ETag as `If-None-Match` and get a 304 while nothing has changed; with `Prefer: wait=30` the answer comes when something changes, or after that many seconds. Heed `Retry-After`.',
    problems: ['refund_not_found'],
    request: { params: refundIdParam, headers: getRefundHeaders },
    responses: {
      200: {
        ...REFUND,
        headers: pollHeaders,
      },
      304: { description: 'Nothing has changed since the version of If-None-Match', headers: pollHeaders },
    },
  },
  { waits: true },
);

export const getWorkflowRoute = defineRoute('/v1/refunds/{id}/workflow', 'refund.read', {
  method: 'get',
  operationId: 'getRefundWorkflow',
  tags,
  summary: "Get the workflow's current state",
  description:
    'For support and operators: what the workflow itself says that it waits for. The refund says everything that a program needs.',
  problems: ['refund_not_found', 'workflow_gone', 'workflow_unavailable'],
  request: { params: refundIdParam },
  responses: { 200: { description: 'The state', content: jsonOf(workflowStateSchema) } },
});

export const listEventsRoute = defineRoute('/v1/refunds/{id}/events', 'refund.read', {
  method: 'get',
  operationId: 'listRefundEvents',
  tags,
  summary: "List a refund's events, oldest first",
  description:
    'With `Accept: text/event-stream`, streams events live. The `id` of each event is its number, and `Last-Event-ID` resumes after one. The stream ends from time to time; reconnect.',
  problems: ['refund_not_found', 'too_many_streams'],
  request: { params: refundIdParam, query: eventListQuery, headers: eventListHeaders },
  responses: {
    200: {
      description: 'A page of events, or a stream of events',
      content: { ...jsonOf(refundEventPageSchema), 'text/event-stream': { schema: z.string() } },
    },
  },
});

export const REFUND_ROUTES = [
  previewRefundRoute,
  requestRefundRoute,
  listRefundsRoute,
  getRefundRoute,
  getWorkflowRoute,
  listEventsRoute,
];
