// The whole API: middleware for every request, then the handlers of each feature.
import { OpenAPIHono } from '@hono/zod-openapi';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { addAccessEventHandlers } from './access-events/handlers.ts';
import { addApiKeyHandlers } from './api-keys/handlers.ts';
import { addAuditHandlers } from './audit/handlers.ts';
import { guardRoutes } from './auth/authorize.ts';
import { EXPOSED_PATHS } from './auth/exposed-routes.ts';
import { addAuthHandlers } from './auth/handlers.ts';
import { rejectMalformedPath } from './http/reject-malformed-path.ts';
import { limitBody, limitTime } from './http/request-limits.ts';
import { refuseInvalid, refuseOnError, refuseUnknown } from './http/error-handler.ts';
import { logRequests } from './http/request-log.ts';
import { requireStrictRequests } from './http/strict-requests.ts';
import type { ApiEnv, App, Services } from './context.ts';
import { addBankHandlers } from './bank/handlers.ts';
import { addTrustTransactionHandlers } from './trust-transactions/handlers.ts';
import { addVoidHandlers } from './voids/handlers.ts';
import { addEvidenceHandlers } from './evidence/handlers.ts';
import { addExportHandlers } from './exports/handlers.ts';
import { addFirmHandlers } from './firms/handlers.ts';
import { addRecordHandlers } from './records/handlers.ts';
import { addObligationHandlers } from './obligations/handlers.ts';
import { ROUTES } from './openapi/document.ts';
import { CODEC_ROUTE, guardPayloadCodec, addPayloadCodecHandlers } from './payload-codec/handlers.ts';
import { addSessionHandlers } from './users/session-handlers.ts';
import { addUnlockHandlers } from './users/unlock-handlers.ts';
import { addUserHandlers } from './users/handlers.ts';
import { addPaymentHandlers } from './payments/handlers.ts';
import { addLateReturnHandlers } from './payments/late-return-handlers.ts';
import { addCommandHandlers } from './refunds/command-handlers.ts';
import { addReadHandlers } from './refunds/read-handlers.ts';
import { addRequestHandlers } from './refunds/request-handlers.ts';
import { addReconciliationHandlers } from './reconciliation/handlers.ts';
import { addNotificationHandlers } from './notifications/handlers.ts';
import { addBankAccountHandlers } from './bank-accounts/handlers.ts';
import { addReasonTemplateHandlers } from './reason-templates/handlers.ts';
import { addReportHandlers } from './reports/handlers.ts';
import { createMetrics } from './system/metrics.ts';
import { addDocsHandlers } from './openapi/docs-handlers.ts';
import { addSystemHandlers } from './system/handlers.ts';
import { addDeliveryHandlers } from './webhooks/delivery-handlers.ts';
import { addEndpointHandlers } from './webhooks/endpoint-handlers.ts';
import { addProcessorWebhookHandlers } from './processor-webhooks/handlers.ts';

export function createApp(services: Services): App {
  const metrics = createMetrics();
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  app.onError(refuseOnError(services, ROUTES));
  app.notFound(refuseUnknown);

  app.use(requestId(), metrics.measure, logRequests(services.log), secureHeaders());
  app.use(async (c, next) => {
    await next();
    // Every answer is about somebody's money unless its route says that it is public.
    const said = c.res.headers.get('cache-control') ?? '';
    if (!/no-store|public/.test(said)) c.header('cache-control', 'no-store');
  });
  app.use(rejectMalformedPath, limitTime);
  // No body is read into memory before the caller is known.
  guardRoutes(app, services, ROUTES);
  guardPayloadCodec(app, services);
  app.use(limitBody([...ROUTES, ...EXPOSED_PATHS, CODEC_ROUTE]));
  requireStrictRequests(app, ROUTES);

  addSystemHandlers(app, services, metrics);
  addDocsHandlers(app);
  addAuthHandlers(app, services);
  addProcessorWebhookHandlers(app, services);
  addPayloadCodecHandlers(app, services);
  addPaymentHandlers(app, services);
  addLateReturnHandlers(app, services);
  addRequestHandlers(app, services);
  addReadHandlers(app, services);
  addCommandHandlers(app, services);
  addObligationHandlers(app, services);
  addReconciliationHandlers(app, services);
  addReportHandlers(app, services);
  addAuditHandlers(app, services);
  addVoidHandlers(app, services);
  addBankHandlers(app, services);
  addTrustTransactionHandlers(app, services);
  addEvidenceHandlers(app, services);
  addExportHandlers(app, services);
  addFirmHandlers(app, services);
  addRecordHandlers(app, services);
  addAccessEventHandlers(app, services);
  addEndpointHandlers(app, services);
  addDeliveryHandlers(app, services);
  addBankAccountHandlers(app, services);
  addReasonTemplateHandlers(app, services);
  addApiKeyHandlers(app, services);
  addUserHandlers(app, services);
  addSessionHandlers(app, services);
  addUnlockHandlers(app, services);
  addNotificationHandlers(app, services);
  return app;
}
