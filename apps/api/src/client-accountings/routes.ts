import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf, pageQuery } from '../http/define-route.ts';
import { clientAccountingPageSchema, clientAccountingSchema } from './schemas.ts';

export const listAccountingsRoute = defineRoute('/v1/client-accountings', 'report.read', {
  method: 'get',
  operationId: 'listClientAccountings',
  tags: ['Trust'],
  summary: 'List the accountings that were written to clients',
  description:
    "After trust money of a client's was distributed, if the firm has them sent (`clientAccountings` of the firm) or follows a state that asks for it. Each is kept word for word as it was sent; its SHA-256 is in the firm's timeline.",
  request: { query: z.strictObject(pageQuery) },
  responses: { 200: { description: 'Newest first', content: jsonOf(clientAccountingPageSchema) } },
});

export const readAccountingRoute = defineRoute('/v1/client-accountings/{id}', 'report.read', {
  method: 'get',
  operationId: 'getClientAccounting',
  tags: ['Trust'],
  summary: 'Get an accounting that was written to a client',
  description: 'Word for word as it was sent, or as it is to be printed where the firm has no address.',
  problems: ['accounting_not_found'],
  request: { params: z.object({ id: z.string().max(100) }) },
  responses: { 200: { description: 'The accounting', content: jsonOf(clientAccountingSchema) } },
});

export const CLIENT_ACCOUNTING_ROUTES = [listAccountingsRoute, readAccountingRoute];
