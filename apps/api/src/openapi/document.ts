// The API's OpenAPI 3.1 document, built from the route definitions alone; no connections are needed.
import { OpenAPIHono } from '@hono/zod-openapi';
import { ACCESS_EVENT_ROUTES } from '../access-events/routes.ts';
import { API_KEY_ROUTES } from '../api-keys/routes.ts';
import { AUDIT_ROUTES } from '../audit/routes.ts';
import { AUTH_ROUTES } from '../auth/routes.ts';
import { BANK_ROUTES } from '../bank/routes.ts';
import { PAYOUT_ROUTES } from '../payouts/routes.ts';
import { CLIENT_ACCOUNTING_ROUTES } from '../client-accountings/routes.ts';
import { TRUST_TRANSACTION_ROUTES } from '../trust-transactions/routes.ts';
import { VOID_ROUTES } from '../voids/routes.ts';
import { EVIDENCE_ROUTES } from '../evidence/routes.ts';
import { EXPORT_ROUTES } from '../exports/routes.ts';
import { withKeyHeader } from '../http/answer-once.ts';
import { IMPORT_READ_ROUTES } from '../imports/read-routes.ts';
import { IMPORT_ROUTES } from '../imports/routes.ts';
import { TRUST_BALANCE_ROUTES } from '../imports/trust-balance-routes.ts';
import { ACCOUNT_MAP_ROUTES } from '../firms/account-map-routes.ts';
import { FIRM_ROUTES } from '../firms/routes.ts';
import { SETUP_ROUTES } from '../firms/setup-routes.ts';
import { MONTH_END_ROUTES } from '../month-ends/routes.ts';
import { OPENING_ROUTES } from '../opening-schedules/routes.ts';
import { NOTIFICATION_ROUTES } from '../notifications/routes.ts';
import { OBLIGATION_ROUTES } from '../obligations/routes.ts';
import { PAYMENT_ROUTES } from '../payments/routes.ts';
import { BANK_ACCOUNT_ROUTES } from '../bank-accounts/routes.ts';
import { CONNECTION_SYNC_ROUTES } from '../connection-syncs/routes.ts';
import { CONNECTION_ROUTES } from '../connections/routes.ts';
import { RECORD_ROUTES } from '../records/routes.ts';
import { REASON_TEMPLATE_ROUTES } from '../reason-templates/routes.ts';
import { USER_ROUTES } from '../users/routes.ts';
import { RECONCILIATION_ROUTES } from '../reconciliation/routes.ts';
import { REFUND_COMMAND_ROUTES } from '../refunds/command-routes.ts';
import { REFUND_ROUTES } from '../refunds/routes.ts';
import { REPORT_ROUTES } from '../reports/routes.ts';
import { SYSTEM_ROUTES } from '../system/routes.ts';
import { webhookMessages } from '../webhooks/messages.ts';
import { WEBHOOK_ROUTES } from '../webhooks/routes.ts';
import { PROCESSOR_WEBHOOK_ROUTES } from '../processor-webhooks/routes.ts';
import { addConditionalRequests } from './conditional-requests.ts';
import type { DocumentedRoute } from './documented-route.ts';
import { describeFields } from './describe-fields.ts';
import { addExamples } from './examples.ts';
import type { DocumentJson } from './json-schema.ts';
import { openEnums } from './open-enums.ts';
import { markOptionalBodies } from './optional-bodies.ts';
import { addProblemAnswers } from './problem-answers.ts';
import { TAGS } from './tags.ts';
import { SECURITY_SCHEMES, whoMayCall } from './who-may-call.ts';

export const ROUTES = [
  ...PAYMENT_ROUTES,
  ...REFUND_ROUTES,
  ...REFUND_COMMAND_ROUTES,
  ...OBLIGATION_ROUTES,
  ...NOTIFICATION_ROUTES,
  ...RECONCILIATION_ROUTES,
  ...REPORT_ROUTES,
  ...AUDIT_ROUTES,
  ...VOID_ROUTES,
  ...BANK_ROUTES,
  ...TRUST_TRANSACTION_ROUTES,
  ...PAYOUT_ROUTES,
  ...CLIENT_ACCOUNTING_ROUTES,
  ...EVIDENCE_ROUTES,
  ...EXPORT_ROUTES,
  ...IMPORT_ROUTES,
  ...IMPORT_READ_ROUTES,
  ...TRUST_BALANCE_ROUTES,
  ...FIRM_ROUTES,
  ...SETUP_ROUTES,
  ...ACCOUNT_MAP_ROUTES,
  ...RECORD_ROUTES,
  ...ACCESS_EVENT_ROUTES,
  ...BANK_ACCOUNT_ROUTES,
  ...CONNECTION_ROUTES,
  ...CONNECTION_SYNC_ROUTES,
  ...MONTH_END_ROUTES,
  ...OPENING_ROUTES,
  ...REASON_TEMPLATE_ROUTES,
  ...API_KEY_ROUTES,
  ...USER_ROUTES,
  ...AUTH_ROUTES,
  ...PROCESSOR_WEBHOOK_ROUTES,
  ...WEBHOOK_ROUTES,
  ...SYSTEM_ROUTES,
];

/** The whole document, as it is served; it is built anew each time. */
export function openApiDocument(): OpenApiDocument {
  const app = new OpenAPIHono();
  const registry = app.openAPIRegistry;
  for (const [name, scheme] of Object.entries(SECURITY_SCHEMES)) {
    registry.registerComponent('securitySchemes', name, scheme);
  }
  const routes: readonly DocumentedRoute[] = ROUTES;
  for (const route of routes) {
    const { handling: _handling, problems: _problems, ...described } = route;
    registry.registerPath({ ...withKeyHeader(described), ...whoMayCall(route) });
  }
  for (const message of webhookMessages()) registry.registerWebhook(message);
  // As JSON: objects that the generator uses in several places are changed in one of them only.
  const document = structuredClone(app.getOpenAPI31Document(INTRODUCTION));
  const json = document as unknown as DocumentJson; // which it is: the library types the same more loosely
  markOptionalBodies(json, routes);
  addConditionalRequests(json, routes);
  addProblemAnswers(json, routes);
  describeFields(json);
  openEnums(json);
  addExamples(json);
  return document;
}

type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

const INTRODUCTION = {
  openapi: '3.1.0',
  info: {
    title: 'Makewhole',
    version: '1',
    description:
      'Refunds online payments to law firms, in full and only once. Amounts are integers in minor units. Times are RFC 3339 in UTC. Errors are problem documents (RFC 9457) with a stable `code`. A body with a card number, a bank account or a Social Security number in any of its texts is refused: send the last four digits only. Ignore fields that you do not recognize, and treat a value that you do not know as one that has no meaning for you yet: answers gain both.',
    contact: { name: 'The operator of this installation' },
    license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  },
  externalDocs: { description: 'The format of every problem', url: 'https://www.rfc-editor.org/rfc/rfc9457' },
  servers: [{ url: '/', description: 'The installation that serves this document' }],
  tags: Object.entries(TAGS).map(([name, tag]) => ({ name, ...tag })),
};
