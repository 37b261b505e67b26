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
    role: z.enum(ROLES).nullable().openapi({ description: 'For a user; null for an API client.' }),
    scopes: z
      .array(z.enum(SCOPES))
      .nullable()
      .openapi({ description: "The scopes of an API client's key; null for a user." }),
    actions: z.array(z.enum(ACTIONS)).openapi({ description: 'The permitted actions.' }),
    session: z
      .object({
        endsAt: instantSchema.openapi({ description: 'Use does not extend it.' }),
        idleEndsAt: instantSchema.openapi({
          description:
            'When it ends if its user does nothing more: 15 minutes after the last request that the portal does not mark as made by a page itself.',
        }),
        steppedUpUntil: instantSchema.nullable().openapi({
          description: 'Until then you need not confirm your identity again; null if you would have to now.',
        }),
        secondFactor: z.object({
          isOn: z.boolean(),
          isRequired: z.boolean().openapi({
            description: 'The firm requires one. Without it, every other request is refused.',
          }),
        }),
      })
      .nullable()
      .openapi({ description: 'For a user; null for an API client.' }),
  })
  .openapi('Me');

export const getMeRoute = defineRoute('/v1/me', 'signed_in', {
  method: 'get',
  operationId: 'getMe',
  tags: ['Access'],
  summary: 'Get the identity and permissions of this key or session',
  description:
    'Ask this first: it says whether a key works, and what it may do. Clients should hide what `actions` does not list.',
  responses: { 200: { description: 'The caller', content: jsonOf(meSchema) } },
});

export const AUTH_ROUTES = [getMeRoute];
