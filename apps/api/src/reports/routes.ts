import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { refundReportQuery, refundReportSchema, trustReportSchema } from './schemas.ts';

export const trustReportRoute = defineRoute('/v1/reports/trust', 'report.read', {
  method: 'get',
  tags: ['Reports'],
  summary: 'The three-way trust report: bank, book and clients, matter by matter',
  description:
    'As JSON, or with `Accept: text/csv` as a table for accountants, whose amounts are decimals. Every amount is of one instant.',
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
  summary: 'What became of refunds: by week, by rail and by reason',
  description: "Of the refunds that were requested in a stretch of days of the firm's zone, 366 at most.",
  request: { query: refundReportQuery },
  responses: { 200: { description: 'The report', content: jsonOf(refundReportSchema) } },
});

export const REPORT_ROUTES = [trustReportRoute, refundReportRoute];
