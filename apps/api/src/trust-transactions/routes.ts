import { defineRoute, jsonOf } from '../http/define-route.ts';
import { idempotencyHeader } from '../http/idempotency-key.ts';
import {
  newTrustTransactionSchema,
  trustTransactionPageSchema,
  trustTransactionQuery,
  trustTransactionSchema,
} from './schemas.ts';

const tags = ['Trust'];

export const listTrustTransactionsRoute = defineRoute('/v1/trust-transactions', 'report.read', {
  method: 'get',
  tags,
  summary: 'List the trust transactions that people recorded',
  request: { query: trustTransactionQuery },
  responses: { 200: { description: 'Newest first', content: jsonOf(trustTransactionPageSchema) } },
});

export const recordTrustTransactionRoute = defineRoute('/v1/trust-transactions', 'trust_ledger.record', {
  method: 'post',
  tags,
  summary: "Record what moved in a trust account that is no payment's and no refund's",
  description:
    "The firm's own money for bank charges, a bank charge, a fee that the payment processor kept back, interest, a deposit whose client is not known and what became of it, or the reversal of one that was recorded by mistake. It is booked on the day that the bank shows. A withdrawal of the firm's money, the return of a deposit and a reversal need `trust.record`. Nothing may take more from a ledger than it has, except a charge or a fee: then the firm's ledger is short, and a lawyer is asked to replenish it.",
  request: {
    headers: idempotencyHeader,
    body: { required: true, content: jsonOf(newTrustTransactionSchema) },
  },
  responses: { 201: { description: 'The record', content: jsonOf(trustTransactionSchema) } },
});

export const TRUST_TRANSACTION_ROUTES = [listTrustTransactionsRoute, recordTrustTransactionRoute];
