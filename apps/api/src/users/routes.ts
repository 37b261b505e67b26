import { z } from '@hono/zod-openapi';
import { PUBLIC_BODY_BYTES_MAX, defineRoute, jsonOf } from '../http/define-route.ts';
import {
  invitationSchema,
  passwordResetSchema,
  sessionSchema,
  stepUpSchema,
  steppedUpSchema,
  userChangesSchema,
  userSchema,
} from './schemas.ts';

const users = ['Users'];
const access = ['Access'];
const idParam = z.object({ id: z.string().regex(/^\w{1,100}$/, 'is no ID of ours') });
const USER = { description: 'The person as they stand', content: jsonOf(userSchema) };
const bodyOf = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, content: jsonOf(schema) });

export const listUsersRoute = defineRoute('/v1/users', 'firm.manage', {
  method: 'get',
  tags: users,
  summary: 'The people who have a sign-in to the portal, by name: all of them',
  responses: { 200: { description: 'The people', content: jsonOf(z.object({ data: z.array(userSchema) })) } },
});

export const inviteUserRoute = defineRoute('/v1/users', 'firm.manage', {
  method: 'post',
  tags: users,
  summary: 'Invite a person',
  description:
    'Asks for step-up. They get an email with a link, for seven days and one use, by which they set their password.',
  request: { body: bodyOf(invitationSchema) },
  responses: { 201: USER },
});

export const changeUserRoute = defineRoute('/v1/users/{id}', 'firm.manage', {
  method: 'patch',
  tags: users,
  summary: 'Change what a person may do, disable or enable them',
  description:
    'Asks for step-up, but not to disable. Nobody changes their own role, and a firm keeps an owner who can sign in.',
  request: { params: idParam, body: bodyOf(userChangesSchema) },
  responses: { 200: USER },
});

export const inviteAgainRoute = defineRoute('/v1/users/{id}/invitation', 'firm.manage', {
  method: 'post',
  tags: users,
  summary: 'Send the invitation again',
  request: { params: idParam },
  responses: { 200: USER },
});

export const removeSecondFactorRoute = defineRoute('/v1/users/{id}/second-factor', 'firm.manage', {
  method: 'delete',
  tags: users,
  summary: 'Take away the second factor of a person who lost it',
  description: 'Asks for step-up. Ends their sessions; they are told by email.',
  request: { params: idParam },
  responses: { 200: USER },
});

export const endUserSessionsRoute = defineRoute('/v1/users/{id}/sessions', 'firm.manage', {
  method: 'delete',
  tags: users,
  summary: "End all of a person's sessions",
  request: { params: idParam },
  responses: { 200: USER },
});

export const requestPasswordResetRoute = defineRoute(
  '/v1/password-resets',
  'public',
  {
    method: 'post',
    tags: access,
    summary: 'Ask for a link to set a new password',
    description:
      'The answer is the same whether anybody signs in by that address. The link works once, for an hour.',
    request: { body: bodyOf(passwordResetSchema) },
    responses: { 202: { description: 'Noted', content: jsonOf(z.object({})) } },
  },
  { bodyBytesMax: PUBLIC_BODY_BYTES_MAX },
);

export const listSessionsRoute = defineRoute('/v1/sessions', 'signed_in', {
  method: 'get',
  tags: access,
  summary: 'Your own sessions, newest first; none for an API key',
  responses: {
    200: { description: 'The sessions', content: jsonOf(z.object({ data: z.array(sessionSchema) })) },
  },
});

export const endSessionRoute = defineRoute('/v1/sessions/{id}', 'signed_in', {
  method: 'delete',
  tags: access,
  summary: 'End one of your own sessions',
  request: { params: idParam },
  responses: { 200: { description: 'It has ended', content: jsonOf(z.object({})) } },
});

export const endOtherSessionsRoute = defineRoute('/v1/sessions', 'signed_in', {
  method: 'delete',
  tags: access,
  summary: 'End all of your own sessions but this one',
  responses: { 200: { description: 'They have ended', content: jsonOf(z.object({})) } },
});

export const stepUpRoute = defineRoute('/v1/step-up', 'signed_in', {
  method: 'post',
  tags: access,
  summary: 'Prove once more who you are',
  description:
    'For what is refused with step_up_required. Counts for this session, for five minutes. Whoever has a second factor sends a code; their password proves nothing here.',
  request: { body: bodyOf(stepUpSchema) },
  responses: { 200: { description: 'Until when it counts', content: jsonOf(steppedUpSchema) } },
});

export const USER_ROUTES = [
  listUsersRoute,
  inviteUserRoute,
  changeUserRoute,
  inviteAgainRoute,
  removeSecondFactorRoute,
  endUserSessionsRoute,
  requestPasswordResetRoute,
  listSessionsRoute,
  endSessionRoute,
  endOtherSessionsRoute,
  stepUpRoute,
];
