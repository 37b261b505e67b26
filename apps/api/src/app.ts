// The whole API: what every request passes through, then the routes of each feature.
import { OpenAPIHono } from '@hono/zod-openapi';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { serveAccessEvents } from './access-events/handlers.ts';
import { serveApiKeys } from './api-keys/handlers.ts';
import { serveAudit } from './audit/handlers.ts';
import { guardRoutes } from './auth/authorize.ts';
import { EXPOSED_PATHS } from './auth/exposed-routes.ts';
import { serveAuth } from './auth/handlers.ts';
import { exactAddress } from './http/reject-malformed-path.ts';
import { limitBody, limitTime } from './http/request-limits.ts';
import { refuseInvalid, refuseOnError, refuseUnknown } from './http/error-handler.ts';
import { logRequests } from './http/request-log.ts';
import { requireStrictRequests } from './http/strict-requests.ts';
import type { ApiEnv, App, Services } from './context.ts';
import { serveBank } from './bank/handlers.ts';
import { serveVoids } from './voids/handlers.ts';
import { serveEvidence } from './evidence/handlers.ts';
import { serveExports } from './exports/handlers.ts';
import { serveFirm } from './firms/handlers.ts';
import { serveObligations } from './obligations/handlers.ts';
import { ROUTES } from './openapi/document.ts';
import { CODEC_ROUTE, guardPayloadCodec, servePayloadCodec } from './payload-codec/handlers.ts';
import { serveSessions } from './users/session-handlers.ts';
import { serveUsers } from './users/handlers.ts';
import { servePayments } from './payments/handlers.ts';
import { serveInstructions } from './refunds/command-handlers.ts';
import { serveRefundReads } from './refunds/read-handlers.ts';
import { serveRefundRequests } from './refunds/request-handlers.ts';
import { serveReconciliations } from './reconciliation/handlers.ts';
import { serveNotifications } from './notifications/handlers.ts';
import { serveReasonTemplates } from './reason-templates/handlers.ts';
import { serveReports } from './reports/handlers.ts';
import { createMetrics } from './system/metrics.ts';
import { serveDocs } from './openapi/docs-handlers.ts';
import { serveSystem } from './system/handlers.ts';
import { serveDeliveries } from './webhooks/delivery-handlers.ts';
import { serveEndpoints } from './webhooks/endpoint-handlers.ts';
import { serveWebhooks } from './processor-webhooks/handlers.ts';

export function createApp(services: Services): App {
  const metrics = createMetrics();
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  app.onError(refuseOnError(services, ROUTES));
  app.notFound(refuseUnknown);

  app.use(requestId(), metrics.measure, logRequests(services.log), secureHeaders());
  app.use(async (c, next) => {
    await next();
    // Whatever it is, it is about somebody's money, unless its route says that it is for everybody.
    const said = c.res.headers.get('cache-control') ?? '';
    if (!/no-store|public/.test(said)) c.header('cache-control', 'no-store');
  });
  app.use(exactAddress, limitTime);
  // Nobody's body is kept in memory before it is known who sends it.
  guardRoutes(app, services, ROUTES);
  guardPayloadCodec(app, services);
  app.use(limitBody([...ROUTES, ...EXPOSED_PATHS, CODEC_ROUTE]));
  requireStrictRequests(app, ROUTES);

  serveSystem(app, services, metrics);
  serveDocs(app);
  serveAuth(app, services);
  serveWebhooks(app, services);
  servePayloadCodec(app, services);
  servePayments(app, services);
  serveRefundRequests(app, services);
  serveRefundReads(app, services);
  serveInstructions(app, services);
  serveObligations(app, services);
  serveReconciliations(app, services);
  serveReports(app, services);
  serveAudit(app, services);
  serveVoids(app, services);
  serveBank(app, services);
  serveEvidence(app, services);
  serveExports(app, services);
  serveFirm(app, services);
  serveAccessEvents(app, services);
  serveEndpoints(app, services);
  serveDeliveries(app, services);
  serveReasonTemplates(app, services);
  serveApiKeys(app, services);
  serveUsers(app, services);
  serveSessions(app, services);
  serveNotifications(app, services);
  return app;
}
