import type { App, MetricsAccess, Services } from '../context.ts';
import { isBearer } from '../auth/is-bearer.ts';
import { problem, type Refusal } from '../http/problems.ts';
import type { Metrics } from './metrics.ts';
import { createReadiness } from './readiness.ts';
import { livezRoute, metricsRoute, readyzRoute } from './routes.ts';

export function addSystemHandlers(app: App, services: Services, metrics: Metrics): void {
  const look = createReadiness(services);

  app.openapi(livezRoute, (c) => c.json({ status: 'ok' } as const, 200));

  app.openapi(readyzRoute, async (c) => {
    const readiness = await look();
    return c.json(readiness, readiness.status === 'unavailable' ? 503 : 200);
  });

  app.openapi(metricsRoute, async (c) => {
    if (!mayRead(services.metrics, c.req.header('authorization'))) return problem(c, METRICS_TOKEN_NEEDED);
    return c.text(await metrics.text(), 200, { 'content-type': metrics.contentType });
  });
}

function mayRead(access: MetricsAccess, authorization: string | undefined): boolean {
  if (access.kind === 'token') return isBearer(authorization, access.token);
  return access.kind === 'everybody';
}

const METRICS_TOKEN_NEEDED: Refusal = {
  code: 'unauthenticated',
  detail: 'Send `Authorization: Bearer <METRICS_TOKEN>`, the token set by the operator.',
  headers: { 'www-authenticate': 'Bearer' },
};
