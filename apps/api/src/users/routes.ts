import { z } from '@hono/zod-openapi';
import { PUBLIC_BODY_BYTES_MAX, defineRoute, jsonOf } from '../http/define-route.ts';
import {
  invitationSchema,
  passwordResetSchema,
  peopleBatchAnswerSchema,
  peopleBatchSchema,
  signInUnlockSchema,
  sessionSchema,
  stepUpSchema,
  steppedUpSchema,
  userChangesSchema,
  userSchema,
} from './schemas.ts';

const users = ['Users'];
const access = ['Access'];
const idParam = z.object({ id: z.string().regex(/^\w{1,100}$/, 'is not a valid ID') });
const USER = { description: 'The current user', content: jsonOf(userSchema) };
const bodyOf = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, content: jsonOf(schema) });

export const listUsersRoute = defineRoute('/v1/users', 'firm.manage', {
  method: 'get',
  operationId: 'listUsers',
  tags: users,
  summary: 'List all portal users, by name',
  description: 'Disabled people too, and those who have not accepted their invitation yet.',
  responses: { 200: { description: 'The users', content: jsonOf(z.object({ data: z.array(userSchema) })) } },
});

export const inviteUserRoute = defineRoute('/v1/users', 'firm.manage', {
  method: 'post',
  operationId: 'inviteUser',
  tags: users,
  summary: 'Invite a user',
  description:
    'Requires step-up. They get an email with a link to set their password, valid once and for seven days.',
  problems: ['step_up_required', 'too_many_tries', 'email_taken', 'too_many_users'],
  request: { body: bodyOf(invitationSchema) },
  responses: { 201: USER },
});

export const importPeopleRoute = defineRoute('/v1/people/batch', 'data.import', {
  method: 'post',
  operationId: 'importPeople',
  tags: ['Imports'],
  summary: "Invite many of the firm's people, who may only read",
  description:
    'Up to 100 people, each invited by email as in the portal. Whom the firm has already is `unchanged`, and a disabled person stays disabled (`person_removed`). Only the role `viewer` is given here: others are refused with `invite_in_portal`, so that the key of a program makes nobody who requests or approves. A person must have confirmed their identity (step-up). With `dryRun` it invites nobody.',
  problems: ['step_up_required'],
  request: { body: bodyOf(peopleBatchSchema) },
  responses: {
    200: { description: 'What became of each row', content: jsonOf(peopleBatchAnswerSchema) },
  },
});

export const changeUserRoute = defineRoute('/v1/users/{id}', 'firm.manage', {
  method: 'patch',
  operationId: 'changeUser',
  tags: users,
  summary: "Change a user's role, or disable or enable them",
  description:
    'Requires step-up, except to disable. Nobody can change their own role, and a firm must keep at least one owner who can sign in.',
  problems: ['own_account', 'step_up_required', 'user_not_found', 'last_owner'],
  request: { params: idParam, body: bodyOf(userChangesSchema) },
  responses: { 200: USER },
});

export const inviteAgainRoute = defineRoute('/v1/users/{id}/invitation', 'firm.manage', {
  method: 'post',
  operationId: 'resendInvitation',
  tags: users,
  summary: 'Resend an invitation',
  description:
    'A new link, valid once and for seven days; the previous one ends. Only while the person has set no password.',
  problems: ['user_not_found', 'not_invited', 'resent_too_often'],
  request: { params: idParam },
  responses: { 200: USER },
});

export const removeSecondFactorRoute = defineRoute('/v1/users/{id}/second-factor', 'firm.manage', {
  method: 'delete',
  operationId: 'removeSecondFactor',
  tags: users,
  summary: 'Remove the second factor of a user who lost it',
  description: 'Requires step-up. Ends their sessions and notifies them by email.',
  problems: ['own_account', 'user_not_found', 'step_up_required'],
  request: { params: idParam },
  responses: { 200: USER },
});

export const endUserSessionsRoute = defineRoute('/v1/users/{id}/sessions', 'firm.manage', {
  method: 'delete',
  operationId: 'endUserSessions',
  tags: users,
  summary: "End all of a user's sessions",
  description:
    'They have to sign in again everywhere. Their password and their second factor stay as they are.',
  problems: ['user_not_found'],
  request: { params: idParam },
  responses: { 200: USER },
});

export const requestPasswordResetRoute = defineRoute(
  '/v1/password-resets',
  'public',
  {
    method: 'post',
    operationId: 'requestPasswordReset',
    tags: access,
    summary: 'Request a password reset link',
    description:
      'The answer is the same whether or not the address belongs to a user. The link works once, for an hour.',
    problems: ['too_many_tries'],
    request: { body: bodyOf(passwordResetSchema) },
    responses: { 202: { description: 'Accepted', content: jsonOf(z.object({})) } },
  },
  { bodyBytesMax: PUBLIC_BODY_BYTES_MAX },
);

export const unlockSignInRoute = defineRoute(
  '/v1/sign-in-unlocks',
  'public',
  {
    method: 'post',
    operationId: 'unlockSignIn',
    tags: access,
    summary: 'End the lock of a sign-in with an emailed link',
    description:
      'Ten wrong passwords or codes lock a sign-in for 30 minutes, and the person is emailed a link that works once, for an hour. Wrong passwords of others no longer lock the person out of the browser that sends this.',
    problems: ['too_many_tries', 'link_ended'],
    request: { body: bodyOf(signInUnlockSchema) },
    responses: { 200: { description: 'The lock has ended', content: jsonOf(z.object({})) } },
  },
  { bodyBytesMax: PUBLIC_BODY_BYTES_MAX },
);

export const listSessionsRoute = defineRoute('/v1/sessions', 'signed_in', {
  method: 'get',
  operationId: 'listSessions',
  tags: access,
  summary: 'List your own sessions, newest first; none for an API key',
  description: 'Each browser in which you are signed in, the one of this request marked.',
  responses: {
    200: { description: 'The sessions', content: jsonOf(z.object({ data: z.array(sessionSchema) })) },
  },
});

export const endSessionRoute = defineRoute(
  '/v1/sessions/{id}',
  'signed_in',
  {
    method: 'delete',
    operationId: 'endSession',
    tags: access,
    summary: 'End one of your own sessions',
    description:
      'The browser of that session has to sign in again. Ending the session of this request signs you out.',
    problems: ['session_not_found'],
    request: { params: idParam },
    responses: { 200: { description: 'The session has ended', content: jsonOf(z.object({})) } },
  },
  { peopleOnly: true },
);

export const endOtherSessionsRoute = defineRoute('/v1/sessions', 'signed_in', {
  method: 'delete',
  operationId: 'endOtherSessions',
  tags: access,
  summary: 'End all of your other sessions',
  description: 'Every other browser has to sign in again; this one stays signed in.',
  responses: { 200: { description: 'The sessions have ended', content: jsonOf(z.object({})) } },
});

export const stepUpRoute = defineRoute(
  '/v1/step-up',
  'signed_in',
  {
    method: 'post',
    operationId: 'confirmIdentity',
    tags: access,
    summary: 'Confirm your identity again',
    description:
      'For requests refused with step_up_required. Valid for this session, for five minutes. People with a second factor must send a code; their password is not accepted here.',
    problems: ['forbidden', 'not_proved', 'too_many_tries', 'busy'],
    request: { body: bodyOf(stepUpSchema) },
    responses: { 200: { description: 'Until when it is valid', content: jsonOf(steppedUpSchema) } },
  },
  { peopleOnly: true },
);

export const USER_ROUTES = [
  listUsersRoute,
  inviteUserRoute,
  importPeopleRoute,
  changeUserRoute,
  inviteAgainRoute,
  removeSecondFactorRoute,
  endUserSessionsRoute,
  requestPasswordResetRoute,
  unlockSignInRoute,
  listSessionsRoute,
  endSessionRoute,
  endOtherSessionsRoute,
  stepUpRoute,
];
