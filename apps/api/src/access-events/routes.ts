import { z } from '@hono/zod-openapi';
import { ACCESS_EVENT_KINDS } from '@makewhole/domain/access-events';
import { defineRoute, jsonOf, pageOf, pageQuery, sequenceCursor } from '../http/define-route.ts';
import { instantSchema } from '../http/fields.ts';

const accessEventSchema = z
  .object({
    id: z.string(),
    at: instantSchema,
    kind: z.enum(ACCESS_EVENT_KINDS),
    actor: z.object({ id: z.string(), name: z.string() }).openapi({
      description: 'Whose sign-in or key it is; for a refused sign-in, whose account was tried.',
    }),
    address: z.string().nullable().openapi({ description: 'The network address that it came from.' }),
    data: z.record(z.string(), z.string()).openapi({
      description: 'signed_in: `by`. exported: `what`. evidence_read: `evidenceId`.',
    }),
  })
  .openapi('AccessEvent');

export type AccessEventBody = z.infer<typeof accessEventSchema>;

export const listAccessEventsRoute = defineRoute('/v1/firm/access-events', 'audit.read', {
  method: 'get',
  operationId: 'listAccessEvents',
  tags: ['Firm'],
  summary: 'List sign-ins, refused sign-ins, and downloads of exports and evidence',
  description:
    'Nobody can edit these events. They are not part of the hash chain, because they change nothing.',
  request: {
    query: z.strictObject({
      ...pageQuery,
      cursor: sequenceCursor,
    }),
  },
  responses: { 200: { description: 'Newest first', content: jsonOf(pageOf(accessEventSchema)) } },
});

export const ACCESS_EVENT_ROUTES = [listAccessEventsRoute];
