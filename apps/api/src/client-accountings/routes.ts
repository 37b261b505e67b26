import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf, pageQuery } from '../http/define-route.ts';
import { clientAccountingPageSchema } from './schemas.ts';

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

export const CLIENT_ACCOUNTING_ROUTES = [listAccountingsRoute];
