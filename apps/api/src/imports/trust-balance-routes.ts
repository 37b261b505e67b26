import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { etagSchema } from '../http/fields.ts';
import { BATCH_BYTES_MAX, batchAnswerSchema, importedSchema } from './schemas.ts';
import {
  trustBalanceBatch,
  trustBalancePageSchema,
  trustBalanceParams as params,
  trustBalanceQuery,
  trustBalanceSchema,
  trustBalanceStatementSchema,
  trustBalancesQuery,
} from './trust-balance-schemas.ts';

const WHAT =
  "It creates no postings: it is compared with the client ledger here, and what differs becomes a task. A refund of trust money may use no more than the smaller of the two, and once one was imported for a trust account, a refund from it needs one that is no older than the firm's `trustBalanceDays` (`trust_balance_stale`).";
const headers = z.object({ 'If-Match': z.string().max(100).optional() });
const tags = ['Imports'];

export const putTrustBalanceRoute = defineRoute('/v1/trust-balances/{matterExternalId}', 'data.import', {
  method: 'put',
  operationId: 'putTrustBalance',
  tags,
  summary: "Bring in what the firm's own system says that a matter has in trust",
  description: `${WHAT} Import its matter first. The same balance again leaves no event and only moves \`asOf\` forward; an older \`asOf\` is refused with \`stale\`. \`If-Match\` with the ETag of an earlier answer refuses to replace what changed meanwhile (\`changed_meanwhile\`).`,
  problems: [
    'stale',
    'changed_meanwhile',
    'matter_not_found',
    'bank_account_not_found',
    'bank_account_required',
  ],
  request: { params, headers, body: { required: true, content: jsonOf(trustBalanceStatementSchema) } },
  responses: {
    200: {
      description: 'What became of it; its externalId is that of the matter',
      headers: z.object({ ETag: etagSchema }),
      content: jsonOf(importedSchema),
    },
  },
});

export const putTrustBalancesRoute = defineRoute(
  '/v1/trust-balances/batch',
  'data.import',
  {
    method: 'post',
    operationId: 'putTrustBalances',
    tags,
    summary: 'Bring in many trust balances',
    description: `Up to 500 rows. Each is treated like a PUT of its own: a refused row says why, and the others stand. Sending a batch again is safe. With \`dryRun\` it changes nothing and says what would happen to each row. The externalId in the answer is that of the matter. ${WHAT}`,
    request: { body: { required: true, content: jsonOf(trustBalanceBatch) } },
    responses: { 200: { description: 'What became of each row', content: jsonOf(batchAnswerSchema) } },
  },
  { bodyBytesMax: BATCH_BYTES_MAX },
);

export const getTrustBalanceRoute = defineRoute(
  '/v1/trust-balances/{matterExternalId}',
  'trust_balance.read',
  {
    method: 'get',
    operationId: 'getTrustBalance',
    tags,
    summary: 'Read the trust balance that was imported for a matter, beside the client ledger here',
    description: 'What it said, as of when, and how it differs from what the ledger had then.',
    problems: ['trust_balance_not_found', 'bank_account_required'],
    request: { params, query: trustBalanceQuery },
    responses: {
      200: {
        description: 'The balance, and how the client ledger here compares',
        headers: z.object({ ETag: etagSchema }),
        content: jsonOf(trustBalanceSchema),
      },
    },
  },
);

export const listTrustBalancesRoute = defineRoute('/v1/trust-balances', 'trust_balance.read', {
  method: 'get',
  operationId: 'listTrustBalances',
  tags,
  summary: 'List the trust balances that were imported, beside the client ledgers here',
  description: 'Ordered by matter; `differs` leaves out those that agree.',
  problems: ['bank_account_not_found'],
  request: { query: trustBalancesQuery },
  responses: { 200: { description: "By the matter's externalId", content: jsonOf(trustBalancePageSchema) } },
});

export const TRUST_BALANCE_ROUTES = [
  putTrustBalanceRoute,
  putTrustBalancesRoute,
  getTrustBalanceRoute,
  listTrustBalancesRoute,
];
