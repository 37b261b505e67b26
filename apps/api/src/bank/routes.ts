import { z } from '@hono/zod-openapi';
import { STATEMENT_BYTES_MAX } from '@makewhole/domain/bank-lines';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { COMMAND_PROBLEMS } from '../refunds/command-problems.ts';
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
    operationId: 'importBankStatement',
    tags,
    summary: 'Import a bank statement',
    description:
      'The body is a CSV or OFX file of up to 5 MB and 10000 lines; its format is detected from its content. Importing the same file again returns the same statement, and lines already imported are not new. From the first statement on, each transfer from trust to operating must be matched to its two bank lines.',
    problems: [
      'bank_account_not_found',
      'statement_being_read',
      'statement_unreadable',
      'statement_of_other_account',
    ],
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
  operationId: 'listBankStatements',
  tags,
  summary: 'List bank statements',
  description: 'With the number of lines that each brought, and its closing balance.',
  request: { query: statementPageQuery },
  responses: { 200: { description: 'Newest first', content: jsonOf(statementPageSchema) } },
});

export const listBankMatchesRoute = defineRoute('/v1/bank-matches', 'report.read', {
  method: 'get',
  operationId: 'listBankMatches',
  tags,
  summary: 'List transfers to be matched to bank lines',
  description: 'Each with the bank lines that could be its two ends. One that was matched stays in the list.',
  request: { query: statementPageQuery },
  responses: { 200: { description: 'Most overdue first', content: jsonOf(bankMatchPageSchema) } },
});

export const confirmBankMatchRoute = defineRoute('/v1/bank-matches', 'refund.resolve', {
  method: 'post',
  operationId: 'matchTransfer',
  tags,
  summary: 'Match a transfer to its two bank lines',
  description:
    'One line leaves the trust account and one comes into the operating account, both in the very amount. Whoever authorized the transfer may not match it.',
  problems: [
    ...COMMAND_PROBLEMS,
    'already_decided',
    'own_authorization',
    'lines_do_not_match',
    'line_matched_already',
  ],
  request: { body: { required: true, content: jsonOf(confirmMatchSchema) } },
  responses: { 200: { description: 'The current refund', content: jsonOf(refundSchema) } },
});

export const BANK_ROUTES = [
  importStatementRoute,
  listStatementsRoute,
  listBankMatchesRoute,
  confirmBankMatchRoute,
];
