import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { refundReportQuery, refundReportSchema, trustReportSchema } from './schemas.ts';
import { unclaimedReportSchema } from './unclaimed-schema.ts';

export const trustReportRoute = defineRoute('/v1/reports/trust', 'report.read', {
  method: 'get',
  operationId: 'getTrustReport',
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
  operationId: 'getRefundReport',
  tags: ['Reports'],
  summary: 'Get the outcomes of refunds, by week, payment method and reason',
  description: "For refunds requested in a range of at most 366 days, in the firm's zone.",
  request: { query: refundReportQuery },
  responses: { 200: { description: 'The report', content: jsonOf(refundReportSchema) } },
});

export const unclaimedReportRoute = defineRoute('/v1/reports/unclaimed', 'report.read', {
  method: 'get',
  operationId: 'getUnclaimedReport',
  tags: ['Reports'],
  summary: 'List unclaimed money: whose it is, since when, and when the state presumes it abandoned',
  description:
    "For the firm's yearly review: checks that nobody has cashed for 90 days, clients of failed refunds who still have no money, and matters whose trust money has not moved for a year. JSON or, with `Accept: text/csv`, a table with decimal amounts. Filing with the state is the firm's; the dates are prompts from its state profile.",
  responses: {
    200: {
      description: 'The list',
      content: { ...jsonOf(unclaimedReportSchema), 'text/csv': { schema: z.string() } },
    },
  },
});

export const REPORT_ROUTES = [trustReportRoute, refundReportRoute, unclaimedReportRoute];
