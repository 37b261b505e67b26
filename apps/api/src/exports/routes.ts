import { z } from '@hono/zod-openapi';
import { bankLineFilters } from '../bank/line-schemas.ts';
import { defineRoute } from '../http/define-route.ts';
import { DAYS_MAX, checkDayRange, dayRange } from '../http/day-range.ts';
import { checkRange } from '../http/fields.ts';
import { paymentListQuery } from '../payments/schemas.ts';
import { refundListQuery } from '../refunds/schemas.ts';
import { EXPORT_ROWS_MAX } from '../csv.ts';

const tags = ['Exports'];

const description = `All rows of the list that match the filters, as CSV for a spreadsheet: UTF-8 with a byte order mark, RFC 4180, times in the firm's zone with their offset from UTC in columns of their own, decimal amounts, and an apostrophe before text that looks like a formula. At most ${EXPORT_ROWS_MAX} rows: a longer list is refused with export_too_long. If the connection ends before the last chunk, the file is not complete.`;

const responses = {
  200: { description: 'The list', content: { 'text/csv': { schema: z.string() } } },
};

export const exportPaymentsRoute = defineRoute('/v1/exports/payments', 'payment.read', {
  method: 'get',
  operationId: 'exportPayments',
  tags,
  summary: 'Export payments as CSV',
  description,
  problems: ['export_too_long'],
  request: { query: paymentListQuery.omit({ cursor: true, limit: true }).superRefine(checkRange) },
  responses,
});

export const exportRefundsRoute = defineRoute('/v1/exports/refunds', 'refund.read', {
  method: 'get',
  operationId: 'exportRefunds',
  tags,
  summary: 'Export refunds as CSV',
  description,
  problems: ['export_too_long'],
  request: { query: refundListQuery.omit({ cursor: true, limit: true }).superRefine(checkRange) },
  responses,
});

export const exportJournalRoute = defineRoute('/v1/exports/journal', 'report.read', {
  method: 'get',
  operationId: 'exportJournal',
  tags,
  summary: "Export the journal for the firm's general ledger as CSV",
  description: `Every posting that is effective in a range of at most ${DAYS_MAX} days of the firm, by day and then as it was recorded, one line for each account that it moves. Debits and credits are decimal amounts, and those of a posting are equal. The basis and the numbers and names of the accounts are those of /v1/firm/account-map; on the cash basis, invoices, write-offs and credit notes are left out, and fees are income when they are paid. A posting that is recorded later for an earlier day shows when that day is exported again. At most ${EXPORT_ROWS_MAX} lines, which on the cash basis includes those left out: a longer range is refused with export_too_long; export fewer days.`,
  problems: ['bank_account_not_found', 'export_too_long'],
  request: {
    query: z
      .strictObject({
        ...dayRange,
        bankAccountId: z.string().optional().openapi({
          description: 'Only postings that move this bank account, each with all its lines.',
        }),
      })
      .superRefine(checkDayRange),
  },
  responses: { 200: { ...responses[200], description: 'The journal' } },
});

export const exportBankLinesRoute = defineRoute('/v1/exports/bank-lines', 'report.read', {
  method: 'get',
  operationId: 'exportBankLines',
  tags,
  summary: 'Export bank lines as CSV',
  description,
  problems: ['export_too_long'],
  request: { query: z.strictObject(bankLineFilters).superRefine(checkRange) },
  responses,
});

export const EXPORT_ROUTES = [
  exportBankLinesRoute,
  exportPaymentsRoute,
  exportRefundsRoute,
  exportJournalRoute,
];
