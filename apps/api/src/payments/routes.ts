import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { appliedFromTrustSchema, lateReturnSchema, paymentDetailSchema } from './detail-schema.ts';
import {
  ASSIGNMENT_BATCH_BYTES_MAX,
  assignmentBatchAnswerSchema,
  assignmentBatchSchema,
  assignmentSchema,
} from './assignment-schema.ts';
import { checkRange, transactionIdSchema } from '../http/fields.ts';
import { paymentListQuery, paymentPageSchema } from './schemas.ts';

const tags = ['Payments'];

export const listPaymentsRoute = defineRoute('/v1/payments', 'payment.read', {
  method: 'get',
  operationId: 'listPayments',
  tags,
  summary: 'List payments',
  description:
    'The newest first unless `sort` says otherwise. It lists what is known here; a payment that is not is found by its exact ID.',
  request: { query: paymentListQuery.superRefine(checkRange) },
  responses: { 200: { description: 'A page of payments', content: jsonOf(paymentPageSchema) } },
});

export const getPaymentRoute = defineRoute('/v1/payments/{transactionId}', 'payment.read', {
  method: 'get',
  operationId: 'getPayment',
  tags,
  summary: 'Get a payment by its exact transaction ID',
  description:
    'Compared byte for byte: a partial ID, different case or surrounding space is 404. If we do not have the payment yet, the processor is asked once.',
  problems: [
    'transaction_not_found',
    'processor_unavailable',
    'processor_record_unusable',
    'already_refunded',
  ],
  request: { params: z.object({ transactionId: transactionIdSchema }) },
  responses: { 200: { description: 'The payment', content: jsonOf(paymentDetailSchema) } },
});

export const assignPaymentRoute = defineRoute('/v1/payments/{transactionId}/assignment', 'payment.assign', {
  method: 'put',
  operationId: 'assignPayment',
  tags,
  summary: "Assign a payment to one of the firm's matters, and to accounts and invoices",
  description:
    "For a payment whose matter is unknown: its trust money is then held for the client of that matter. And for an unassigned payment, of which nobody has said whether it is operating or trust money: its items say it, and its receipt is booked. Identify the matter by ID or number; it may be left out. Repeating the request changes nothing. Refused if the items do not sum to the payment's amount, or if the payment belongs to another matter, has other items, is not captured yet or has an existing refund.",
  problems: [
    'transaction_not_found',
    'processor_unavailable',
    'processor_record_unusable',
    'not_assignable',
    'already_refunded',
    'items_disagree',
    'matter_not_found',
  ],
  request: {
    params: z.object({ transactionId: transactionIdSchema }),
    body: { required: true, content: jsonOf(assignmentSchema) },
  },
  responses: { 200: { description: 'The payment', content: jsonOf(paymentDetailSchema) } },
});

export const assignPaymentsRoute = defineRoute(
  '/v1/payments/assignments/batch',
  'payment.assign',
  {
    method: 'post',
    operationId: 'assignPayments',
    tags,
    summary: "Assign many payments to the firm's matters, accounts and invoices",
    description:
      'Up to 200 payments. Each is treated like a PUT of its own: a refused row says why, and the others stand. Payments that Makewhole does not have yet are refused with `transaction_not_found`; no payment processor is asked. Sending a batch again is safe. With `dryRun` it changes nothing and says what would happen to each row.',
    request: { body: { required: true, content: jsonOf(assignmentBatchSchema) } },
    responses: {
      200: { description: 'What became of each row', content: jsonOf(assignmentBatchAnswerSchema) },
    },
  },
  { bodyBytesMax: ASSIGNMENT_BATCH_BYTES_MAX },
);

export const reportLateReturnRoute = defineRoute(
  '/v1/payments/{transactionId}/report-late-return',
  'trust.record',
  {
    method: 'post',
    operationId: 'reportLateReturn',
    tags,
    summary: 'Report that the bank took a payment back, which the processor does not know',
    description:
      "After the network's time to return a payment, a bank may still claim it back by letter. The loss is booked where the bank took it, as any other return. Repeating the same report is safe. Refused with `not_returnable` if the payment never settled, or if the bank took it back before.",
    problems: [
      'not_returnable',
      'transaction_not_found',
      'amount_mismatch',
      'no_such_evidence',
      'date_out_of_range',
      'already_refunded',
    ],
    request: {
      params: z.object({ transactionId: transactionIdSchema }),
      body: { required: true, content: jsonOf(lateReturnSchema) },
    },
    responses: { 200: { description: 'The payment', content: jsonOf(paymentDetailSchema) } },
  },
);

export const applyFromTrustRoute = defineRoute(
  '/v1/payments/{transactionId}/applied-from-trust',
  'trust.authorize',
  {
    method: 'put',
    operationId: 'replaceAppliedFromTrust',
    tags,
    summary: "Replace what a payment's trust money has paid from trust",
    description:
      'For a firm that puts payments into trust and pays invoices from there. Each entry is booked on its day as a payment of the invoice, from trust to operating; one that is no longer listed is reversed on its own day. A refund then leaves operating, reverses the invoice payment and owes no trust steps. If only a part of the trust money was applied, the payment cannot be refunded, because refunds are in full. Repeating the request changes nothing. Refused as a whole, and while the payment has an existing refund.',
    problems: [
      'already_refunded',
      'transaction_not_found',
      'no_such_item',
      'invoice_not_found',
      'not_recordable',
      'amount_mismatch',
      'exceeds_open_balance',
      'trust_ledger_insufficient',
      'date_out_of_range',
    ],
    request: {
      params: z.object({ transactionId: transactionIdSchema }),
      body: { required: true, content: jsonOf(appliedFromTrustSchema) },
    },
    responses: { 200: { description: 'The payment', content: jsonOf(paymentDetailSchema) } },
  },
);

export const PAYMENT_ROUTES = [
  listPaymentsRoute,
  getPaymentRoute,
  assignPaymentRoute,
  assignPaymentsRoute,
  applyFromTrustRoute,
  reportLateReturnRoute,
];
