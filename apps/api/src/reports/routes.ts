import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { refundReportQuery, refundReportSchema, trustReportSchema } from './schemas.ts';

export const trustReportRoute = defineRoute('/v1/reports/trust', 'report.read', {
  method: 'get',
  tags: ['Reports'],
  summary: 'Get the ledger self-check of the trust books: bank, book and clients, by matter',
  description:
    'JSON or, with `Accept: text/csv`, a table with decimal amounts for accountants. All amounts are as of the same instant. It checks our books against themselves: the reconciliation with the bank is the month end of each trust account.',
  responses: {
    200: {
      description: 'The report',
      content: { ...jsonOf(trustReportSchema), 'text/csv': { schema: z.string() } },
    },
  },
});

export const refundReportRoute = defineRoute('/v1/reports/refunds', 'report.read', {
  method: 'get',
  tags: ['Reports'],
  summary: 'Get the outcomes of refunds, by week, payment method and reason',
  description: "For refunds requested in a range of at most 366 days, in the firm's zone.",
  request: { query: refundReportQuery },
  responses: { 200: { description: 'The report', content: jsonOf(refundReportSchema) } },
});

export const REPORT_ROUTES = [trustReportRoute, refundReportRoute];
