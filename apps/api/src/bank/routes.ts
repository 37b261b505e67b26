import { z } from '@hono/zod-openapi';
import { STATEMENT_BYTES_MAX } from '@makewhole/domain/bank-lines';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { refundSchema } from '../refunds/schemas.ts';
import {
  bankMatchPageSchema,
  confirmMatchSchema,
  statementPageQuery,
  statementPageSchema,
  statementQuery,
  statementSchema,
} from './schemas.ts';

const tags = ['Bank'];
const file = { schema: z.string().openapi({ format: 'binary' }) };

export const importStatementRoute = defineRoute(
  '/v1/bank-statements',
  'reconciliation.manage',
  {
    method: 'post',
    tags,
    summary: 'Import a bank statement',
    description:
      'The body is a CSV or OFX file of up to 5 MB and 10000 lines; its format is detected from its content. Importing the same file again returns the same statement, and lines already imported are not new. From the first statement on, each transfer from trust to operating must be matched to its two bank lines.',
    request: {
      query: statementQuery,
      body: { required: true, content: { 'text/csv': file, 'application/x-ofx': file } },
    },
    responses: { 201: { description: 'The imported statement', content: jsonOf(statementSchema) } },
  },
  { bodyBytesMax: STATEMENT_BYTES_MAX },
);

export const listStatementsRoute = defineRoute('/v1/bank-statements', 'report.read', {
  method: 'get',
  tags,
  summary: 'List bank statements',
  request: { query: statementPageQuery },
  responses: { 200: { description: 'Newest first', content: jsonOf(statementPageSchema) } },
});

export const listBankMatchesRoute = defineRoute('/v1/bank-matches', 'report.read', {
  method: 'get',
  tags,
  summary: 'List transfers to be matched to bank lines',
  request: { query: statementPageQuery },
  responses: { 200: { description: 'Most overdue first', content: jsonOf(bankMatchPageSchema) } },
});

export const confirmBankMatchRoute = defineRoute('/v1/bank-matches', 'refund.resolve', {
  method: 'post',
  tags,
  summary: 'Match a transfer to its two bank lines',
  request: { body: { required: true, content: jsonOf(confirmMatchSchema) } },
  responses: { 200: { description: 'The current refund', content: jsonOf(refundSchema) } },
});

export const BANK_ROUTES = [
  importStatementRoute,
  listStatementsRoute,
  listBankMatchesRoute,
  confirmBankMatchRoute,
];
