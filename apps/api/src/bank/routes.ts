import { z } from '@hono/zod-openapi';
import { STATEMENT_BYTES_MAX } from '@makewhole/domain/bank-lines';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { COMMAND_PROBLEMS } from '../refunds/command-problems.ts';
import { refundSchema } from '../refunds/schemas.ts';
import {
  bankMatchPageSchema,
  confirmMatchSchema,
  importedStatementSchema,
  setAsideSchema,
  statementPageQuery,
  statementPageSchema,
  statementQuery,
  statementSchema,
} from './schemas.ts';
import { bankLinePageSchema, bankLineQuery } from './line-schemas.ts';

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
      'The body is a CSV or OFX file of up to 5 MB and 10000 lines; its format is detected from its content. Importing the same file again returns the same statement, with isRepeat, and lines already imported are not new. A file whose account number differs from earlier statements of the account is refused with both last fours, until a person says with isRenumbered that the bank changed it. From the first statement on, each transfer from trust to operating must be matched to its two bank lines.',
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
    responses: { 201: { description: 'The imported statement', content: jsonOf(importedStatementSchema) } },
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

const statement = z.object({ id: z.string().max(100) });

export const readStatementRoute = defineRoute('/v1/bank-statements/{id}', 'report.read', {
  method: 'get',
  operationId: 'getBankStatement',
  tags,
  summary: 'Get a bank statement',
  description: 'GET /v1/bank-lines with its statementId lists its lines.',
  problems: ['statement_not_found'],
  request: { params: statement },
  responses: { 200: { description: 'The statement', content: jsonOf(statementSchema) } },
});

export const setStatementAsideRoute = defineRoute('/v1/bank-statements/{id}/set-aside', 'firm.manage', {
  method: 'post',
  operationId: 'setBankStatementAside',
  tags,
  summary: 'Set a wrong bank statement aside',
  description:
    'For owners who confirmed their identity within five minutes. Nothing is deleted: the statement is marked, and it and the lines that no other standing statement has count no more. Matches that end in those lines are undone, and a transfer of a refund that one of them proved owes its bank lines again. Refused while a month end that rests on it is signed: open that ending date again for a new version first. The same file may then be imported again, also into another account. The same again changes nothing.',
  problems: ['step_up_required', 'statement_not_found', 'statement_in_signed_month_end'],
  request: { params: statement, body: { required: true, content: jsonOf(setAsideSchema) } },
  responses: { 200: { description: 'The statement', content: jsonOf(statementSchema) } },
});

export const listBankLinesRoute = defineRoute('/v1/bank-lines', 'report.read', {
  method: 'get',
  operationId: 'listBankLines',
  tags,
  summary: 'List bank lines, matched or not',
  description:
    'Each line once, however many statements have it. Lines that were set aside are listed only with the statementId of one of their statements.',
  request: { query: bankLineQuery },
  responses: { 200: { description: 'Newest day first', content: jsonOf(bankLinePageSchema) } },
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
    'One line leaves the trust account and one comes into the operating account, each for the exact amount of the transfer. Whoever authorized the transfer may not match it.',
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
  readStatementRoute,
  setStatementAsideRoute,
  listBankLinesRoute,
  listBankMatchesRoute,
  confirmBankMatchRoute,
];
