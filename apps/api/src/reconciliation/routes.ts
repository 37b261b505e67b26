import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { COMMAND_PROBLEMS } from '../refunds/command-problems.ts';
import { refundSchema } from '../refunds/schemas.ts';
import {
  bookSchema,
  differenceListQuery,
  differencePageSchema,
  differenceSchema,
  idParam,
  reconciliationDetailSchema,
  reconciliationListQuery,
  reconciliationPageSchema,
  explanationSchema,
  startedSchema,
} from './schemas.ts';

const tags = ['Reconciliation'];

export const startReconciliationRoute = defineRoute('/v1/reconciliations', 'reconciliation.manage', {
  method: 'post',
  operationId: 'startReconciliation',
  tags,
  summary: 'Start a reconciliation with the payment processor',
  description: 'It also runs every night. Only one runs at a time; another is refused meanwhile.',
  problems: ['workflow_unavailable', 'reconciliation_running'],
  responses: {
    202: {
      description: 'The reconciliation has started',
      content: jsonOf(startedSchema),
      headers: z.object({ Location: z.string().openapi({ description: 'The path of the reconciliation.' }) }),
    },
  },
});

export const listReconciliationsRoute = defineRoute('/v1/reconciliations', 'refund.read', {
  method: 'get',
  operationId: 'listReconciliations',
  tags,
  summary: 'List reconciliations, newest first',
  description:
    'The nightly ones and those that people started, with the number of differences that each found.',
  request: { query: reconciliationListQuery },
  responses: { 200: { description: 'A page of reconciliations', content: jsonOf(reconciliationPageSchema) } },
});

export const getReconciliationRoute = defineRoute('/v1/reconciliations/{id}', 'refund.read', {
  method: 'get',
  operationId: 'getReconciliation',
  tags,
  summary: 'Get a reconciliation and its differences',
  description: 'The differences stay as they were found; who explained each, and how, is added to them.',
  problems: ['reconciliation_not_found'],
  request: { params: idParam },
  responses: { 200: { description: 'The reconciliation', content: jsonOf(reconciliationDetailSchema) } },
});

export const listDifferencesRoute = defineRoute('/v1/reconciliation-differences', 'refund.read', {
  method: 'get',
  operationId: 'listReconciliationDifferences',
  tags,
  summary: 'List differences, newest first',
  description:
    'Each difference is listed once, however often it is found. A difference about one of our refunds is also an obligation of that refund; an external refund is listed only here.',
  request: { query: differenceListQuery },
  responses: { 200: { description: 'A page of differences', content: jsonOf(differencePageSchema) } },
});

export const explainDifferenceRoute = defineRoute(
  '/v1/reconciliation-differences/{id}/settle',
  'reconciliation.manage',
  {
    method: 'post',
    operationId: 'explainReconciliationDifference',
    tags,
    summary: 'Explain a difference',
    description:
      'Also completes the obligation of its refund. Nothing is posted. Repeating it is safe, and the first explanation stands.',
    problems: ['difference_not_found', ...COMMAND_PROBLEMS, 'answer_needed'],
    request: { params: idParam, body: { required: true, content: jsonOf(explanationSchema) } },
    responses: { 200: { description: 'The current difference', content: jsonOf(differenceSchema) } },
  },
);

export const bookDifferenceRoute = defineRoute('/v1/reconciliation-differences/{id}/book', 'refund.request', {
  method: 'post',
  operationId: 'bookExternalRefund',
  tags,
  summary: 'Book an external refund',
  description:
    "It becomes one of our refunds, already accepted by the processor. Postings, invoices and trust steps are handled as for every refund, and the matter's users are notified. Full amount only.",
  problems: ['difference_not_found', 'not_bookable', 'processor_unavailable', 'already_refunded'],
  request: { params: idParam, body: { required: true, content: jsonOf(bookSchema) } },
  responses: {
    202: {
      description: 'The recorded refund',
      content: jsonOf(refundSchema),
      headers: z.object({ Location: z.string().openapi({ description: 'The path of the refund.' }) }),
    },
  },
});

export const RECONCILIATION_ROUTES = [
  bookDifferenceRoute,
  startReconciliationRoute,
  listReconciliationsRoute,
  getReconciliationRoute,
  listDifferencesRoute,
  explainDifferenceRoute,
];
