import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { BATCH_BYTES_MAX } from '../imports/schemas.ts';
import {
  newOpeningScheduleSchema,
  openingDetailSchema,
  openingPageSchema,
  openingQuery,
  openingSignatureSchema,
  openingWithdrawalSchema,
} from './schemas.ts';

const tags = ['Opening books'];
const SCHEDULES = '/v1/opening-schedules';
const params = z.object({ id: z.string().max(100) });
const CURRENT = { description: 'The schedule', content: jsonOf(openingDetailSchema) };

export const listOpeningSchedulesRoute = defineRoute(SCHEDULES, 'report.read', {
  method: 'get',
  operationId: 'listOpeningSchedules',
  tags,
  summary: 'List the opening schedules of the trust accounts',
  description: 'Newest first: drafts, signed and withdrawn ones.',
  problems: ['bank_account_not_found'],
  request: { query: openingQuery },
  responses: { 200: { description: 'Newest first, withdrawn ones too', content: jsonOf(openingPageSchema) } },
});

export const createOpeningScheduleRoute = defineRoute(
  SCHEDULES,
  'reconciliation.manage',
  {
    method: 'post',
    operationId: 'createOpeningSchedule',
    tags,
    summary: 'Say what a trust account held and owed on the day on which its books begin',
    description:
      "The statement's balance of that day, with the outstanding deposits and without the outstanding checks, must be the sum of the matters' balances and of the ledgers that are no matter's: otherwise it is refused with the difference (`opening_not_reconciled`), and never posted to agree. It posts nothing before a lawyer signs it. Withdraw a wrong one, and send another.",
    problems: ['bank_account_not_found', 'opening_refused', 'matter_not_found', 'opening_not_reconciled'],
    request: { body: { required: true, content: jsonOf(newOpeningScheduleSchema) } },
    responses: { 201: CURRENT },
  },
  { bodyBytesMax: BATCH_BYTES_MAX },
);

export const readOpeningScheduleRoute = defineRoute(`${SCHEDULES}/{id}`, 'report.read', {
  method: 'get',
  operationId: 'getOpeningSchedule',
  tags,
  summary: 'Get an opening schedule, with what the books have already and what its signature posts',
  description: 'Its `hash` covers all of it: who signs sends the hash of what they have read.',
  problems: ['opening_schedule_not_found'],
  request: { params },
  responses: { 200: CURRENT },
});

export const signOpeningScheduleRoute = defineRoute(`${SCHEDULES}/{id}/sign`, 'records.manage', {
  method: 'post',
  operationId: 'signOpeningSchedule',
  tags,
  summary: 'Sign an opening schedule as a lawyer, which posts it once',
  description:
    'For people who confirmed their identity within five minutes. The books of the account begin there: payments that settled by that day are in it, however late they are learned of, and nothing is dated before it any more.',
  problems: [
    'step_up_required',
    'opening_schedule_not_found',
    'opening_ended',
    'opening_changed',
    'separate_duties',
    'opening_refused',
  ],
  request: { params, body: { required: true, content: jsonOf(openingSignatureSchema) } },
  responses: { 200: CURRENT },
});

export const withdrawOpeningScheduleRoute = defineRoute(
  `${SCHEDULES}/{id}/withdraw`,
  'reconciliation.manage',
  {
    method: 'post',
    operationId: 'withdrawOpeningSchedule',
    tags,
    summary: 'Withdraw an opening schedule that nobody has signed',
    description: 'It stays on record, with the reason. The same again changes nothing.',
    problems: ['opening_schedule_not_found', 'opening_ended'],
    request: { params, body: { required: true, content: jsonOf(openingWithdrawalSchema) } },
    responses: { 200: CURRENT },
  },
);

export const OPENING_ROUTES = [
  listOpeningSchedulesRoute,
  createOpeningScheduleRoute,
  readOpeningScheduleRoute,
  signOpeningScheduleRoute,
  withdrawOpeningScheduleRoute,
];
