import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
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
  tags,
  summary: 'Compare everything with the payment processor now',
  description: 'It runs every night anyway. One runs at a time: while it does, another is refused.',
  responses: {
    202: {
      description: 'It runs',
      content: jsonOf(startedSchema),
      headers: z.object({ Location: z.string().openapi({ description: 'The path of the run.' }) }),
    },
  },
});

export const listReconciliationsRoute = defineRoute('/v1/reconciliations', 'refund.read', {
  method: 'get',
  tags,
  summary: 'The runs, newest first',
  request: { query: reconciliationListQuery },
  responses: { 200: { description: 'A page of runs', content: jsonOf(reconciliationPageSchema) } },
});

export const getReconciliationRoute = defineRoute('/v1/reconciliations/{id}', 'refund.read', {
  method: 'get',
  tags,
  summary: 'A run and the differences that it saw',
  request: { params: idParam },
  responses: { 200: { description: 'The run', content: jsonOf(reconciliationDetailSchema) } },
});

export const listDifferencesRoute = defineRoute('/v1/reconciliation-differences', 'refund.read', {
  method: 'get',
  tags,
  summary: 'What has to be explained, newest first',
  description:
    'A difference is here once, however often it is found. One about a refund of ours is an obligation of that refund too; a refund that was made elsewhere is here alone.',
  request: { query: differenceListQuery },
  responses: { 200: { description: 'A page of differences', content: jsonOf(differencePageSchema) } },
});

export const explainDifferenceRoute = defineRoute(
  '/v1/reconciliation-differences/{id}/settle',
  'reconciliation.manage',
  {
    method: 'post',
    tags,
    summary: 'Say what a difference was',
    description:
      'Settles the obligation of its refund with it. Nothing is booked. What is settled stays so: the same again is fine, and the first explanation stands.',
    request: { params: idParam, body: { required: true, content: jsonOf(explanationSchema) } },
    responses: { 200: { description: 'The difference as it stands', content: jsonOf(differenceSchema) } },
  },
);

export const bookDifferenceRoute = defineRoute('/v1/reconciliation-differences/{id}/book', 'refund.request', {
  method: 'post',
  tags,
  summary: 'Book a refund that was made elsewhere',
  description:
    'It becomes a refund of ours, accepted by the processor: its books, its invoices and its trust steps are carried as for every other one, and the matter is told. Of the full amount only.',
  request: { params: idParam, body: { required: true, content: jsonOf(bookSchema) } },
  responses: {
    202: {
      description: 'The refund, noted',
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
