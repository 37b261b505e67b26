// How people share the work: who looks after a task, and who put it off.
import { z } from '@hono/zod-openapi';
import { ROLES } from '@makewhole/domain/roles';
import { SNOOZE_BANK_DAYS_MAX } from '@makewhole/domain/snooze';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { obligationIdParam, personSchema } from './schemas.ts';

const tags = ['Obligations'];
const PERSON_ID = /^\w{1,100}$/;

const assignmentSchema = z
  .strictObject({
    assigneeId: z.string().regex(PERSON_ID, 'is not a valid ID').nullable().openapi({
      description: 'The ID of a person, see GET /v1/colleagues; null if nobody looks after it any more.',
    }),
  })
  .openapi('NewAssignment');

export const assignObligationRoute = defineRoute('/v1/obligations/{id}/assignee', 'task.assign', {
  method: 'put',
  operationId: 'assignObligation',
  tags,
  summary: 'Assign an open obligation to a person',
  description:
    'Only by a person. It says who looks after the task, and they get one email. It changes nothing of who may complete it, and none of its reminders. The same again changes nothing.',
  problems: ['no_such_obligation', 'not_owed', 'user_not_found'],
  request: { params: obligationIdParam, body: { required: true, content: jsonOf(assignmentSchema) } },
  responses: {
    200: {
      description: 'Who looks after it now',
      content: jsonOf(
        z.object({ obligationId: z.string(), assignee: personSchema.nullable() }).openapi('Assignment'),
      ),
    },
  },
});

const snoozeSchema = z
  .strictObject({
    until: z.iso.date().nullable().openapi({
      description: 'The bank day on whose morning it is back; null brings it back now.',
    }),
  })
  .openapi('Snooze');

export const snoozeObligationRoute = defineRoute('/v1/obligations/{id}/snooze', 'task.assign', {
  method: 'put',
  operationId: 'snoozeObligation',
  tags,
  summary: 'Put an open obligation off, for yourself',
  description: `Only by a person, and only for that person: colleagues keep it in their lists, and its reminders and escalations go out as they would have. Until a bank day, at most ${SNOOZE_BANK_DAYS_MAX} bank days ahead, and never past its due date where trust money, a bank or a card network counts on that date. The same again changes nothing.`,
  problems: ['no_such_obligation', 'not_owed', 'not_snoozable'],
  request: { params: obligationIdParam, body: { required: true, content: jsonOf(snoozeSchema) } },
  responses: {
    200: {
      description: 'Until when it is put off',
      content: jsonOf(
        z
          .object({ obligationId: z.string(), snoozedUntil: z.iso.date().nullable() })
          .openapi('SnoozedObligation'),
      ),
    },
  },
});

export const listColleaguesRoute = defineRoute('/v1/colleagues', 'task.assign', {
  method: 'get',
  operationId: 'listColleagues',
  tags: ['Users'],
  summary: 'List the people who share the work, by name',
  description: 'Whom a task can be assigned to, and whom a comment can mention: everyone but viewers.',
  responses: {
    200: {
      description: 'The people',
      content: jsonOf(
        z.object({
          data: z.array(
            z.object({ id: z.string(), name: z.string(), role: z.enum(ROLES) }).openapi('Colleague'),
          ),
        }),
      ),
    },
  },
});

export const SHARING_ROUTES = [assignObligationRoute, snoozeObligationRoute, listColleaguesRoute];
