import { z } from '@hono/zod-openapi';
import { ACTIONS, ROLES, SCOPES } from '@makewhole/domain/roles';
import { instantSchema } from '../http/fields.ts';
import { defineRoute, jsonOf } from '../http/define-route.ts';

const meSchema = z
  .object({
    principal: z.object({
      id: z.string(),
      kind: z.enum(['user', 'api_client']),
      name: z.string(),
      email: z.string().nullable(),
    }),
    firm: z.object({ name: z.string(), timeZone: z.string().openapi({ description: 'IANA name.' }) }),
    role: z.enum(ROLES).nullable().openapi({ description: 'Of a user; null for an API client.' }),
    scopes: z.array(z.enum(SCOPES)).nullable().openapi({ description: "Of an API client's key." }),
    actions: z.array(z.enum(ACTIONS)).openapi({ description: 'What it may do.' }),
    session: z
      .object({
        endsAt: instantSchema.openapi({ description: 'Use does not prolong it.' }),
        steppedUpUntil: instantSchema.nullable().openapi({
          description: 'Until when you need not prove again who you are; null where you would have to now.',
        }),
        secondFactor: z.object({
          isOn: z.boolean(),
          isRequired: z.boolean().openapi({
            description: 'The firm wants one of everybody: without it all else is refused.',
          }),
        }),
      })
      .nullable()
      .openapi({ description: 'Of a user; null for an API client.' }),
  })
  .openapi('Me');

export const getMeRoute = defineRoute('/v1/me', 'signed_in', {
  method: 'get',
  tags: ['Access'],
  summary: 'Who this key or session is, and what it may do',
  responses: { 200: { description: 'Who you are', content: jsonOf(meSchema) } },
});

export const AUTH_ROUTES = [getMeRoute];
