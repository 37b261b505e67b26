import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf, pageQuery } from '../http/define-route.ts';
import type { ProblemCode } from '../http/problem-kinds.ts';
import { quarterSchema, transactionReviewSchema, transactionSampleSchema } from './review-schemas.ts';
import {
  lineCorrectionSchema,
  lineMatchSchema,
  monthEndBinderSchema,
  monthEndPageSchema,
  monthEndSchema,
  newMonthEndSchema,
  preparationSchema,
  reviewSchema,
} from './schemas.ts';

const tags = ['Month ends'];
const MONTH_ENDS = '/v1/bank-accounts/{id}/month-ends';
const account = z.object({ id: z.string().max(100) });
const monthEnd = account.extend({ monthEndId: z.string().max(100) });
const CURRENT = { description: 'The current month end', content: jsonOf(monthEndSchema) };

export const listMonthEndsRoute = defineRoute(MONTH_ENDS, 'report.read', {
  method: 'get',
  operationId: 'listMonthEnds',
  tags,
  summary: 'List the month ends of a trust account',
  description: 'Newest first: drafts, those that were prepared, and every signed version.',
  problems: ['bank_account_not_found'],
  request: { params: account, query: z.strictObject(pageQuery) },
  responses: {
    200: {
      description: 'Latest period first, newest version first',
      content: jsonOf(monthEndPageSchema),
    },
  },
});

export const openMonthEndRoute = defineRoute(MONTH_ENDS, 'reconciliation.manage', {
  method: 'post',
  operationId: 'openMonthEnd',
  tags,
  summary: 'Open a month end, or change its balances while it is a draft',
  description:
    'Importing a statement that ends a month opens its month end automatically. If the month end of that date has been signed, this opens the next version.',
  problems: ['bank_account_not_found', 'month_end_refused'],
  request: { params: account, body: { required: true, content: jsonOf(newMonthEndSchema) } },
  responses: { 201: CURRENT },
});

export const readMonthEndRoute = defineRoute(`${MONTH_ENDS}/{monthEndId}`, 'report.read', {
  method: 'get',
  operationId: 'getMonthEnd',
  tags,
  summary: 'Get the binder of a month end: the three-way reconciliation with its lists',
  description: 'Once signed, exactly as it was prepared; until then, computed each time it is read.',
  problems: ['month_end_not_found', 'month_end_too_large'],
  request: { params: monthEnd },
  responses: { 200: { description: 'The binder', content: jsonOf(monthEndBinderSchema) } },
});

export const readSectionRoute = defineRoute(`${MONTH_ENDS}/{monthEndId}/sections/{section}`, 'report.read', {
  method: 'get',
  operationId: 'getMonthEndSection',
  tags,
  summary: 'Get a section of the binder as CSV',
  description: 'With the firm, the account, the period and the line of the form above the table.',
  problems: ['month_end_not_found', 'month_end_too_large'],
  request: { params: monthEnd.extend({ section: z.string().max(10) }) },
  responses: { 200: { description: 'The table', content: { 'text/csv': { schema: z.string() } } } },
});

/** Why a month end cannot be signed, by its preparer or by the lawyer. */
const SIGNATURE_PROBLEMS: readonly ProblemCode[] = [
  'month_end_not_found',
  'separate_duties',
  'month_end_changed',
  'difference_not_explained',
  'month_end_not_prepared',
  'month_end_signed',
  'month_end_too_large',
  'statement_set_aside',
];

export const prepareMonthEndRoute = defineRoute(
  `${MONTH_ENDS}/{monthEndId}/prepare`,
  'reconciliation.manage',
  {
    method: 'post',
    operationId: 'prepareMonthEnd',
    tags,
    summary: 'Sign a month end as its preparer',
    description: 'For people only. If the numbers differ, an explanation is needed.',
    problems: SIGNATURE_PROBLEMS,
    request: { params: monthEnd, body: { required: true, content: jsonOf(preparationSchema) } },
    responses: { 200: CURRENT },
  },
  { peopleOnly: true },
);

export const signMonthEndRoute = defineRoute(`${MONTH_ENDS}/{monthEndId}/sign`, 'records.manage', {
  method: 'post',
  operationId: 'signMonthEnd',
  tags,
  summary: 'Sign a month end as the reviewing lawyer',
  description:
    'For people who confirmed their identity within five minutes. It locks the account up to the ending date: what is dated into it later takes effect on the day of its recording.',
  problems: ['step_up_required', ...SIGNATURE_PROBLEMS],
  request: { params: monthEnd, body: { required: true, content: jsonOf(reviewSchema) } },
  responses: { 200: CURRENT },
});

export const matchLineRoute = defineRoute('/v1/bank-accounts/{id}/line-matches', 'reconciliation.manage', {
  method: 'post',
  operationId: 'matchBankLine',
  tags,
  summary: 'Match a bank line with all of the postings that it is',
  description: 'The same match again changes nothing. Undo a match before making another.',
  problems: ['bank_line_not_found', 'lines_do_not_match', 'line_matched_already'],
  request: { params: account, body: { required: true, content: jsonOf(lineMatchSchema) } },
  responses: { 204: { description: 'Matched' } },
});

export const correctLineRoute = defineRoute(
  '/v1/bank-accounts/{id}/line-corrections',
  'reconciliation.manage',
  {
    method: 'post',
    operationId: 'correctBankLine',
    tags,
    summary: 'Match a mistake of the bank with its correction',
    description:
      'Two lines of the account that cancel each other out and are nothing in the books. Until the day of the correction the mistake is on line 5a of the reconciliation. The same again changes nothing; undo it as any other match.',
    problems: ['bank_line_not_found', 'lines_do_not_match', 'line_matched_already'],
    request: { params: account, body: { required: true, content: jsonOf(lineCorrectionSchema) } },
    responses: { 204: { description: 'Matched' } },
  },
);

export const undoLineMatchRoute = defineRoute(
  '/v1/bank-accounts/{id}/line-matches/{lineId}',
  'reconciliation.manage',
  {
    method: 'delete',
    operationId: 'undoBankLineMatch',
    tags,
    summary: 'Undo the match of a bank line',
    description:
      'Both stay on record. A mistake of the bank and its correction are both free again. The match of a transfer of a refund is not undone here.',
    problems: ['bank_line_not_found', 'lines_do_not_match', 'line_matched_already'],
    request: { params: account.extend({ lineId: z.string().max(100) }) },
    responses: { 204: { description: 'Undone' } },
  },
);

export const readSampleRoute = defineRoute('/v1/bank-accounts/{id}/transaction-reviews', 'report.read', {
  method: 'get',
  operationId: 'getTransactionSample',
  tags,
  summary: "Get a quarter's sample of a trust account, with the answers of its reviewer",
  description:
    'Drawn by the first seal after the quarter from what was in the books when it was made, so that nobody chose: the postings whose SHA-256 of "<hash of the seal>:<posting>" is lowest.',
  problems: ['bank_account_not_found'],
  request: { params: account, query: z.strictObject({ quarter: quarterSchema }) },
  responses: { 200: { description: 'The sample', content: jsonOf(transactionSampleSchema) } },
});

export const reviewTransactionRoute = defineRoute(
  '/v1/bank-accounts/{id}/transaction-reviews',
  'records.manage',
  {
    method: 'post',
    operationId: 'reviewTransaction',
    tags,
    summary: 'Answer the questions about a transaction of the sample',
    description:
      'For lawyers. The newest answers count, and earlier ones stay on record. Sending the same again changes nothing.',
    problems: ['bank_account_not_found', 'not_in_sample', 'explanation_needed'],
    request: { params: account, body: { required: true, content: jsonOf(transactionReviewSchema) } },
    responses: { 200: { description: 'The sample', content: jsonOf(transactionSampleSchema) } },
  },
);

export const MONTH_END_ROUTES = [
  readSampleRoute,
  reviewTransactionRoute,
  listMonthEndsRoute,
  openMonthEndRoute,
  readMonthEndRoute,
  readSectionRoute,
  prepareMonthEndRoute,
  signMonthEndRoute,
  matchLineRoute,
  correctLineRoute,
  undoLineMatchRoute,
];
