import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';

const tags = ['System'];
const partSchema = z.enum(['ok', 'unavailable']);

const readinessSchema = z
  .object({
    status: z.enum(['ok', 'degraded', 'unavailable']).openapi({
      description: 'degraded: refunds are noted, and go on once Temporal is back.',
    }),
    checks: z.object({ database: partSchema, temporal: partSchema }),
  })
  .openapi('Readiness');

export type Readiness = z.infer<typeof readinessSchema>;

export const livezRoute = defineRoute('/livez', 'public', {
  method: 'get',
  tags,
  summary: 'Whether the process runs',
  responses: { 200: { description: 'It runs', content: jsonOf(z.object({ status: z.literal('ok') })) } },
});

export const readyzRoute = defineRoute('/readyz', 'public', {
  method: 'get',
  tags,
  summary: 'Whether it can take requests',
  responses: {
    200: { description: 'It can', content: jsonOf(readinessSchema) },
    503: { description: 'Postgres cannot be reached', content: jsonOf(readinessSchema) },
  },
});

export const metricsRoute = defineRoute('/metrics', 'public', {
  method: 'get',
  tags,
  summary: 'Metrics for Prometheus',
  description:
    'With `Authorization: Bearer <METRICS_TOKEN>` where the operator has set one; on a machine for development without.',
  responses: { 200: { description: 'Metrics', content: { 'text/plain': { schema: z.string() } } } },
});

export const SYSTEM_ROUTES = [livezRoute, readyzRoute, metricsRoute];
