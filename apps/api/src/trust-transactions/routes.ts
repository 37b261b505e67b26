import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { idempotencyHeader } from '../http/idempotency-key.ts';
import { IMPORTED } from '../imports/routes.ts';
import { BATCH_BYTES_MAX, batchAnswerSchema, batchOf, externalId } from '../imports/schemas.ts';
import {
  newTrustTransactionSchema,
  trustTransactionPageSchema,
  trustTransactionQuery,
  trustTransactionSchema,
  trustTransactionStatementBody,
  trustTransactionStatementSchema,
} from './schemas.ts';

const tags = ['Trust'];

export const listTrustTransactionsRoute = defineRoute('/v1/trust-transactions', 'report.read', {
  method: 'get',
  operationId: 'listTrustTransactions',
  tags,
  summary: 'List the trust transactions that people recorded',
  description:
    "Bank charges, deposits of the firm's own money, interest and the like, and what the firm's own system brought in, with what reverses them.",
  problems: ['bank_account_not_found'],
  request: { query: trustTransactionQuery },
  responses: { 200: { description: 'Newest first', content: jsonOf(trustTransactionPageSchema) } },
});

export const recordTrustTransactionRoute = defineRoute('/v1/trust-transactions', 'trust_ledger.record', {
  method: 'post',
  operationId: 'recordTrustTransaction',
  tags,
  summary: "Record what moved in a trust account that is no payment's and no refund's",
  description:
    "The firm's own money for bank charges, a bank charge, a fee that the payment processor kept back, interest, a deposit whose client is not known and what became of it, or the reversal of one that was recorded by mistake. It is booked on the day that the bank shows. A withdrawal of the firm's money, the return of a deposit and a reversal need `trust.record`. Nothing may take more from a ledger than it has, except a charge or a fee: then the firm's ledger is short, and a lawyer is asked to replenish it.",
  problems: [
    'idempotency_key_missing',
    'idempotency_key_reused',
    'bank_account_not_found',
    'trust_transaction_not_found',
    'matter_not_found',
    'no_such_evidence',
    'date_out_of_range',
    'trust_ledger_insufficient',
    'not_recordable',
  ],
  request: {
    headers: idempotencyHeader,
    body: { required: true, content: jsonOf(newTrustTransactionSchema) },
  },
  responses: { 201: { description: 'The record', content: jsonOf(trustTransactionSchema) } },
});

const FACT =
  "A check, a deposit, a wire or a withdrawal of fees that happened outside Makewhole: never what Makewhole itself books, such as an online payment, a refund or a trust step. It is booked on its day, once. The same body again changes nothing, and another one is refused (`recorded_otherwise`): a mistake is reversed with `reversed` and its reason, and sent again under another external ID. It is a fact: if it makes the client's ledger negative, it is booked all the same, and a lawyer is asked to replenish it the same day. What is dated into a signed month takes effect today; what is dated before the account's books began is refused (`before_opening`).";

export const putTrustTransactionRoute = defineRoute('/v1/trust-transactions/{externalId}', 'data.import', {
  method: 'put',
  operationId: 'putTrustTransaction',
  tags,
  summary: "Bring in a movement of a matter's trust money from the firm's own system",
  description: FACT,
  problems: [
    'matter_not_found',
    'bank_account_not_found',
    'explanation_needed',
    'date_out_of_range',
    'recorded_otherwise',
    'not_recordable',
    'before_opening',
  ],
  request: {
    params: z.object({ externalId }),
    body: { required: true, content: jsonOf(trustTransactionStatementSchema) },
  },
  responses: { 200: IMPORTED },
});

export const putTrustTransactionsRoute = defineRoute(
  '/v1/trust-transactions/batch',
  'data.import',
  {
    method: 'post',
    operationId: 'putTrustTransactions',
    tags,
    summary: "Bring in many movements of matters' trust money",
    description:
      'Up to 500 rows, oldest first. Each is treated like a PUT of its own: a refused row says why, and the others stand. Sending a batch again is safe. With `dryRun` it changes nothing and says what would happen to each row.',
    request: { body: { required: true, content: jsonOf(batchOf(trustTransactionStatementBody)) } },
    responses: { 200: { description: 'What became of each row', content: jsonOf(batchAnswerSchema) } },
  },
  { bodyBytesMax: BATCH_BYTES_MAX },
);

export const TRUST_TRANSACTION_ROUTES = [
  listTrustTransactionsRoute,
  recordTrustTransactionRoute,
  putTrustTransactionRoute,
  putTrustTransactionsRoute,
];
