import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';

const tags = ['System'];
const partSchema = z.enum(['ok', 'unavailable']);

const readinessSchema = z
  .object({
    status: z.enum(['ok', 'degraded', 'unavailable']).openapi({
      description: 'degraded: refunds are recorded, and continue once Temporal is back.',
    }),
    checks: z.object({ database: partSchema, temporal: partSchema }),
  })
  .openapi('Readiness');

export type Readiness = z.infer<typeof readinessSchema>;

export const livezRoute = defineRoute('/livez', 'public', {
  method: 'get',
  operationId: 'checkLiveness',
  tags,
  summary: 'Check that the process is running',
  description: 'Asks nothing of the database. For the process supervisor.',
  responses: {
    200: { description: 'It is running', content: jsonOf(z.object({ status: z.literal('ok') })) },
  },
});

export const readyzRoute = defineRoute('/readyz', 'public', {
  method: 'get',
  operationId: 'checkReadiness',
  tags,
  summary: 'Check that the API can accept requests',
  description:
    'Asks the database and Temporal. For the load balancer: 503 while the database does not answer; without Temporal it still accepts requests.',
  responses: {
    200: { description: 'It can', content: jsonOf(readinessSchema) },
    503: { description: 'Postgres is unavailable', content: jsonOf(readinessSchema) },
  },
});

export const metricsRoute = defineRoute('/metrics', 'public', {
  method: 'get',
  operationId: 'getMetrics',
  tags,
  summary: 'Get metrics for Prometheus',
  description:
    'Requires `Authorization: Bearer <METRICS_TOKEN>` if the operator has set one. Open on development machines.',
  problems: ['unauthenticated'],
  responses: { 200: { description: 'Metrics', content: { 'text/plain': { schema: z.string() } } } },
});

export const SYSTEM_ROUTES = [livezRoute, readyzRoute, metricsRoute];
