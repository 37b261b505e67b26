// Every route of the OpenAPI document, and what it cannot be asked without.
import { openApiDocument } from '@makewhole/api/openapi/document';
import type { AskedRoute } from '../../support/hostile-requests.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export const ROUTES = Object.entries(openApiDocument().paths ?? {}).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method];
    return operation === undefined ? [] : [{ method, path, access: String(operation['x-access']) }];
  }),
);
export const GUARDED = ROUTES.filter(({ access }) => access !== 'public');
/** Its paths name something of a firm. A state's profile is nobody's, and every firm has the steps of its setup. */
export const NAMING = GUARDED.filter(
  ({ path }) => path.includes('{') && !/\{state\}|^\/v1\/firm\/setup/.test(path),
);
/** What a route cannot be asked without. */
export const QUERIES: Readonly<Record<string, string>> = {
  '/v1/bank-accounts/{id}/transaction-reviews': '?quarter=2026-Q3',
  '/v1/exports/journal': '?from=2026-01-01&to=2026-12-31',
  '/v1/reports/refunds': '?from=2026-01-01&to=2026-12-31',
};
/** Bodies that are read, where an empty one is not. */
export const BODIES: Readonly<Record<string, unknown>> = {
  '/v1/reason-templates/{id}': { label: 'Paid twice' },
  '/v1/payments/{transactionId}/assignment': { matterId: 'mat_1' },
  '/v1/payments/{transactionId}/report-late-return': { date: '2026-01-05', amount: 1, evidenceId: 'ev_1' },
  '/v1/users': { name: 'Pat Doe', email: 'pat@adler.example', role: 'viewer' },
  '/v1/users/{id}': { disabled: true },
  '/v1/firm/account-map': { basis: 'accrual', accounts: [] },
  '/v1/firm/setup/{step}': { notForUs: true },
  '/v1/refunds/{id}/resolve': { outcome: 'look_again', note: 'Looked' },
  '/v1/refunds/{id}/invoice-decision': { decision: 'still_due' },
  '/v1/reconciliation-differences/{id}/settle': { note: 'Looked' },
  '/v1/reconciliation-differences/{id}/book': { reason: 'Paid twice' },
  '/v1/refunds/{id}/decline': { note: 'No' },
  '/v1/obligations/{id}/settle': { kind: 'dispute', note: 'Sent the receipt' },
  '/v1/obligations/{id}/authorize': { method: 'check' },
  '/v1/bank-accounts/{id}/month-ends': { endingOn: '2026-01-31' },
  '/v1/bank-accounts/{id}/month-ends/{monthEndId}/prepare': {
    ...{ reconciledHash: '0'.repeat(64), position: 'Bookkeeper', mayTransfer: false },
  },
  '/v1/bank-statements/{id}/set-aside': { reason: 'A slip' },
  '/v1/opening-schedules/{id}/sign': { hash: '0'.repeat(64), barNumber: '4711' },
  '/v1/opening-schedules/{id}/withdraw': { reason: 'A slip' },
  '/v1/bank-accounts/{id}/line-matches': { lineId: 'bl_1', postingIds: ['post_1'] },
  '/v1/bank-accounts/{id}/line-corrections': {
    ...{ mistakeLineId: 'bl_1', correctionLineId: 'bl_2', reason: 'A slip' },
  },
  '/v1/refunds/{id}/attention': { obligationId: 'obl_1', note: 'Done' },
  '/v1/refunds/{id}/trust-not-recoverable': { reason: 'Gone', invoiceNumber: '10431' },
  '/v1/refunds/{id}/trust-steps/{step}': {
    ...{ amount: 1, currency: 'USD', date: '2026-01-05', reference: 'wire 1' },
  },
  '/v1/refunds/{id}/trust-steps/{step}/correction': {
    date: '2026-01-05',
    reference: 'wire 2',
    reason: 'A slip',
  },
};

export type Route = (typeof ROUTES)[number];

type Operation = {
  readonly parameters?: readonly { readonly name: string }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, unknown>> };
};

// The document's paths, of which the library's types know less.
const OPERATIONS = openApiDocument().paths as Record<string, Record<string, Operation>>;

/** Every route, with what a request has that is right but for what is made wrong. */
export const ASKED_ROUTES: readonly AskedRoute[] = ROUTES.map(({ method, path }) => {
  const { parameters = [], requestBody } = OPERATIONS[path]?.[method] ?? {};
  return {
    ...{ method, path, query: method === 'get' ? (QUERIES[path] ?? '') : '', body: BODIES[path] },
    isWebhook: path.startsWith('/v1/processor/webhooks'),
    takesKey: parameters.some(({ name }) => name === 'Idempotency-Key'),
    takesJson: 'application/json' in (requestBody?.content ?? {}),
  };
});
