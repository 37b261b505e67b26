// The whole API: what every request passes through, then the routes of each feature.
import { OpenAPIHono } from '@hono/zod-openapi';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { serveAccessEvents } from './access-events/serve-access-events.ts';
import { serveApiKeys } from './api-keys/serve-api-keys.ts';
import { serveAudit } from './audit/serve-audit.ts';
import { guardRoutes } from './auth/authorize.ts';
import { serveAuth } from './auth/serve-auth.ts';
import { exactAddress } from './border/exact-address.ts';
import { limitBody, limitTime } from './border/limits.ts';
import { refuseInvalid, refuseOnError, refuseUnknown } from './border/refuse.ts';
import { logRequests } from './border/request-log.ts';
import { requireStrictRequests } from './border/strict-requests.ts';
import type { ApiEnv, App, Services } from './context.ts';
import { serveBank } from './bank/serve-bank.ts';
import { serveVoids } from './voids/serve-voids.ts';
import { serveEvidence } from './evidence/serve-evidence.ts';
import { serveExports } from './exports/serve-exports.ts';
import { serveFirm } from './firm/serve-firm.ts';
import { serveObligations } from './obligations/serve-obligations.ts';
import { ROUTES } from './openapi/document.ts';
import { guardPayloadCodec, servePayloadCodec } from './payload-codec/serve-payload-codec.ts';
import { serveSessions } from './people/serve-sessions.ts';
import { serveUsers } from './people/serve-users.ts';
import { servePayments } from './payments/serve-payments.ts';
import { serveInstructions } from './refunds/serve-instructions.ts';
import { serveRefundReads } from './refunds/serve-refund-reads.ts';
import { serveRefundRequests } from './refunds/serve-refund-requests.ts';
import { serveReconciliations } from './reconciliation/serve-reconciliations.ts';
import { serveNotifications } from './notifications/serve-notifications.ts';
import { serveReasonTemplates } from './reason-templates/serve-reason-templates.ts';
import { serveReports } from './reports/serve-reports.ts';
import { createMetrics } from './system/metrics.ts';
import { serveDocs } from './system/serve-docs.ts';
import { serveSystem } from './system/serve-system.ts';
import { serveDeliveries } from './webhooks-out/serve-deliveries.ts';
import { serveEndpoints } from './webhooks-out/serve-endpoints.ts';
import { serveWebhooks } from './webhooks/serve-webhooks.ts';

export function createApp(services: Services): App {
  const metrics = createMetrics();
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  app.onError(refuseOnError(services));
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
  app.use(limitBody);
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
