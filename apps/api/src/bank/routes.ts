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
      'The CSV or OFX file itself, up to 5 MB and 10000 lines; which it is is seen by its content. The same file again is the statement that it was, and a line that an earlier one had is not new. From the first statement on, each transfer from trust to operating owes its two bank lines.',
    request: {
      query: statementQuery,
      body: { required: true, content: { 'text/csv': file, 'application/x-ofx': file } },
    },
    responses: { 201: { description: 'What was imported', content: jsonOf(statementSchema) } },
  },
  { bodyBytesMax: STATEMENT_BYTES_MAX },
);

export const listStatementsRoute = defineRoute('/v1/bank-statements', 'report.read', {
  method: 'get',
  tags,
  summary: 'List bank statements',
  request: { query: statementPageQuery },
  responses: { 200: { description: 'The newest first', content: jsonOf(statementPageSchema) } },
});

export const listBankMatchesRoute = defineRoute('/v1/bank-matches', 'report.read', {
  method: 'get',
  tags,
  summary: 'List transfers whose bank lines are to be found',
  request: { query: statementPageQuery },
  responses: { 200: { description: 'The longest due first', content: jsonOf(bankMatchPageSchema) } },
});

export const confirmBankMatchRoute = defineRoute('/v1/bank-matches', 'refund.resolve', {
  method: 'post',
  tags,
  summary: 'Confirm which bank lines are the ends of a transfer',
  request: { body: { required: true, content: jsonOf(confirmMatchSchema) } },
  responses: { 200: { description: 'The refund as it stands', content: jsonOf(refundSchema) } },
});

export const BANK_ROUTES = [
  importStatementRoute,
  listStatementsRoute,
  listBankMatchesRoute,
  confirmBankMatchRoute,
];
