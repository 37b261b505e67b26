import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../openapi/define-route.ts';
import { trustReportSchema } from './schemas.ts';

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

export const REPORT_ROUTES = [trustReportRoute];
