import type { App, Services } from '../context.ts';
import type { Metrics } from './metrics.ts';
import { createReadiness } from './readiness.ts';
import { livezRoute, metricsRoute, readyzRoute } from './routes.ts';

export function serveSystem(app: App, services: Services, metrics: Metrics): void {
  const look = createReadiness(services);

  app.openapi(livezRoute, (c) => c.json({ status: 'ok' } as const, 200));

  app.openapi(readyzRoute, async (c) => {
    const readiness = await look();
    return c.json(readiness, readiness.status === 'unavailable' ? 503 : 200);
  });

  app.openapi(metricsRoute, async (c) =>
    c.text(await metrics.text(), 200, { 'content-type': metrics.contentType }),
  );
}
