import { z } from '@hono/zod-openapi';
import { defineRoute } from '../http/define-route.ts';
import { paymentListQuery } from '../payments/schemas.ts';
import { refundListQuery } from '../refunds/schemas.ts';
import { EXPORT_ROWS_MAX } from '../csv.ts';

const tags = ['Exports'];

const description = `All rows of the list that match the filters, as CSV for a spreadsheet: UTF-8, times in the firm's zone, decimal amounts, and an apostrophe before text that looks like a formula. At most ${EXPORT_ROWS_MAX} rows; if there are more, the last line says so.`;

const responses = {
  200: { description: 'The list', content: { 'text/csv': { schema: z.string() } } },
};

export const exportPaymentsRoute = defineRoute('/v1/exports/payments', 'payment.read', {
  method: 'get',
  tags,
  summary: 'Export payments as CSV',
  description,
  request: { query: paymentListQuery.omit({ cursor: true, limit: true }) },
  responses,
});

export const exportRefundsRoute = defineRoute('/v1/exports/refunds', 'refund.read', {
  method: 'get',
  tags,
  summary: 'Export refunds as CSV',
  description,
  request: { query: refundListQuery.omit({ cursor: true, limit: true }) },
  responses,
});

export const EXPORT_ROUTES = [exportPaymentsRoute, exportRefundsRoute];
