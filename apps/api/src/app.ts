// The whole API: middleware for every request, then the handlers of each feature.
import { OpenAPIHono } from '@hono/zod-openapi';
import { secureHeaders } from 'hono/secure-headers';
import { addAccessEventHandlers } from './access-events/handlers.ts';
import { addApiKeyHandlers } from './api-keys/handlers.ts';
import { addAuditHandlers } from './audit/handlers.ts';
import { guardRoutes } from './auth/authorize.ts';
import { EXPOSED_PATHS } from './auth/exposed-routes.ts';
import { addAuthHandlers } from './auth/handlers.ts';
import { answerOnce } from './http/answer-once.ts';
import { compressAnswers } from './http/compress-answers.ts';
import { requireMatches, tagAnswers } from './http/etags.ts';
import { rejectMalformedPath } from './http/reject-malformed-path.ts';
import { dropRefusedBody, limitBody, limitTime } from './http/request-limits.ts';
import { refuseInvalid, refuseOnError } from './http/error-handler.ts';
import { refuseUnknown } from './http/refuse-unknown.ts';
import { logRequests } from './http/request-log.ts';
import { requireStrictRequests } from './http/strict-requests.ts';
import type { ApiEnv, App, Services } from './context.ts';
import { addBankHandlers } from './bank/handlers.ts';
import { addPayoutHandlers } from './payouts/handlers.ts';
import { addTrustTransactionHandlers } from './trust-transactions/handlers.ts';
import { addTrustTransactionImportHandlers } from './trust-transactions/import-handlers.ts';
import { addClientLinkHandlers } from './client-links/handlers.ts';
import { addClientEmailHandlers } from './client-links/email-handlers.ts';
import { addDisputeHandlers } from './disputes/handlers.ts';
import { addClientAccountingHandlers } from './client-accountings/handlers.ts';
import { addVoidHandlers } from './voids/handlers.ts';
import { addEvidenceHandlers } from './evidence/handlers.ts';
import { addExportHandlers } from './exports/handlers.ts';
import { addImportHandlers } from './imports/handlers.ts';
import { addImportReadHandlers } from './imports/read-handlers.ts';
import { addTrustBalanceHandlers } from './imports/trust-balance-handlers.ts';
import { addFirmHandlers } from './firms/handlers.ts';
import { addAccountMapHandlers } from './firms/account-map-handlers.ts';
import { addSetupHandlers } from './firms/setup-handlers.ts';
import { addRecordHandlers } from './records/handlers.ts';
import { addCommentHandlers } from './comments/handlers.ts';
import { addObligationHandlers } from './obligations/handlers.ts';
import { ROUTES } from './openapi/document.ts';
import { CODEC_ROUTE, guardPayloadCodec, addPayloadCodecHandlers } from './payload-codec/handlers.ts';
import { addSessionHandlers } from './users/session-handlers.ts';
import { addUnlockHandlers } from './users/unlock-handlers.ts';
import { addPeopleHandlers } from './users/people-handlers.ts';
import { addUserHandlers } from './users/handlers.ts';
import { addPaymentHandlers } from './payments/handlers.ts';
import { addAssignmentHandlers } from './payments/assignment-handlers.ts';
import { addShapeHandlers } from './payments/shape-handlers.ts';
import { addLateReturnHandlers } from './payments/late-return-handlers.ts';
import { addAppliedHandlers } from './payments/applied-handlers.ts';
import { addCommandHandlers } from './refunds/command-handlers.ts';
import { addOutlookHandlers } from './refunds/outlook-handlers.ts';
import { addReadHandlers } from './refunds/read-handlers.ts';
import { addRequestHandlers } from './refunds/request-handlers.ts';
import { addReconciliationHandlers } from './reconciliation/handlers.ts';
import { addMonthEndHandlers } from './month-ends/handlers.ts';
import { addLineMatchHandlers } from './month-ends/line-match-handlers.ts';
import { addOpeningScheduleHandlers } from './opening-schedules/handlers.ts';
import { addReviewHandlers } from './month-ends/review-handlers.ts';
import { addPaperHandlers } from './month-ends/paper-handlers.ts';
import { addSignatureHandlers } from './month-ends/signature-handlers.ts';
import { addNotificationHandlers } from './notifications/handlers.ts';
import { addBankAccountHandlers } from './bank-accounts/handlers.ts';
import { addConnectionSyncHandlers } from './connection-syncs/handlers.ts';
import { addConnectionHandlers } from './connections/handlers.ts';
import { addReasonTemplateHandlers } from './reason-templates/handlers.ts';
import { addDirectoryHandlers } from './directory/handlers.ts';
import { addSavedViewHandlers } from './saved-views/handlers.ts';
import { addReportHandlers } from './reports/handlers.ts';
import { createMetrics } from './system/metrics.ts';
import { DOCS_PATHS, addDocsHandlers } from './openapi/docs-handlers.ts';
import { addSystemHandlers } from './system/handlers.ts';
import { addDeliveryHandlers } from './webhooks/delivery-handlers.ts';
import { addEndpointHandlers } from './webhooks/endpoint-handlers.ts';
import { addProcessorWebhookHandlers } from './processor-webhooks/handlers.ts';

export function createApp(services: Services): App {
  const metrics = createMetrics();
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  app.onError(refuseOnError(services, ROUTES));
  const others = [...EXPOSED_PATHS, ...(services.payloadKeys.length > 0 ? [CODEC_ROUTE] : [])];
  app.notFound(refuseUnknown([...ROUTES, ...others, ...DOCS_PATHS]));

  app.use(metrics.measure, logRequests(services.log), secureHeaders(), compressAnswers);
  app.use(async (c, next) => {
    await next();
    // Every answer is about somebody's money unless its route says that it is public.
    const said = c.res.headers.get('cache-control') ?? '';
    if (!/no-store|public/.test(said)) c.header('cache-control', 'no-store');
  });
  app.use(dropRefusedBody, rejectMalformedPath, limitTime(ROUTES), tagAnswers);
  // No body is read into memory before the caller is known.
  guardRoutes(app, services, ROUTES);
  guardPayloadCodec(app, services);
  limitBody(app, [...ROUTES, ...others]);
  requireStrictRequests(app, ROUTES);
  requireMatches(app, ROUTES);
  answerOnce(app, services, ROUTES);

  addSystemHandlers(app, services, metrics);
  addDocsHandlers(app);
  addMoneyHandlers(app, services);
  addOfficeHandlers(app, services);
  return app;
}

/** Payments, disputes and refunds, and who may ask for them. */
function addMoneyHandlers(app: App, services: Services): void {
  addAuthHandlers(app, services);
  addProcessorWebhookHandlers(app, services);
  addPayloadCodecHandlers(app, services);
  addPaymentHandlers(app, services);
  addAssignmentHandlers(app, services);
  addShapeHandlers(app, services);
  addDirectoryHandlers(app, services);
  addSavedViewHandlers(app, services);
  addLateReturnHandlers(app, services);
  addDisputeHandlers(app, services);
  addClientLinkHandlers(app, services);
  addClientEmailHandlers(app, services);
  addAppliedHandlers(app, services);
  addRequestHandlers(app, services);
  addReadHandlers(app, services);
  addOutlookHandlers(app, services);
  addCommandHandlers(app, services);
  addObligationHandlers(app, services);
  addCommentHandlers(app, services);
}

/** The books, and what a firm sets up. */
function addOfficeHandlers(app: App, services: Services): void {
  addReconciliationHandlers(app, services);
  addReportHandlers(app, services);
  addAuditHandlers(app, services);
  addVoidHandlers(app, services);
  addBankHandlers(app, services);
  addTrustTransactionHandlers(app, services);
  addTrustTransactionImportHandlers(app, services);
  addPayoutHandlers(app, services);
  addClientAccountingHandlers(app, services);
  addEvidenceHandlers(app, services);
  addExportHandlers(app, services);
  addImportHandlers(app, services);
  addImportReadHandlers(app, services);
  addTrustBalanceHandlers(app, services);
  addFirmHandlers(app, services);
  addSetupHandlers(app, services);
  addAccountMapHandlers(app, services);
  addRecordHandlers(app, services);
  addAccessEventHandlers(app, services);
  addEndpointHandlers(app, services);
  addDeliveryHandlers(app, services);
  addBankAccountHandlers(app, services);
  addConnectionHandlers(app, services);
  addConnectionSyncHandlers(app, services);
  addMonthEndHandlers(app, services);
  addSignatureHandlers(app, services);
  addPaperHandlers(app, services);
  addLineMatchHandlers(app, services);
  addOpeningScheduleHandlers(app, services);
  addReviewHandlers(app, services);
  addReasonTemplateHandlers(app, services);
  addApiKeyHandlers(app, services);
  addUserHandlers(app, services);
  addPeopleHandlers(app, services);
  addSessionHandlers(app, services);
  addUnlockHandlers(app, services);
  addNotificationHandlers(app, services);
}
