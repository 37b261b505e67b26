// People's commands about a refund: each answers with the refund.
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { COMMAND_PROBLEMS } from './command-problems.ts';
import {
  approveSchema,
  attentionSchema,
  cancelSchema,
  declineSchema,
  invoiceDecisionSchema,
  refundIdParam,
  resolveSchema,
  trustCorrectionSchema,
  trustNotRecoverableSchema,
  trustStepParams,
  trustStepSchema,
} from './request-schemas.ts';
import { refundSchema } from './schemas.ts';

const tags = ['Refunds'];
const REFUND = { description: 'The current refund', content: jsonOf(refundSchema) };

export const cancelRefundRoute = defineRoute('/v1/refunds/{id}/cancel', 'refund.cancel', {
  method: 'post',
  operationId: 'cancelRefund',
  tags,
  summary: 'Cancel a refund before it is submitted to the processor',
  description:
    'Possible while it waits for approval or its submission. Repeating it after it was canceled is refused with `not_cancelable` and the status.',
  problems: ['refund_not_found', 'not_cancelable'],
  request: { params: refundIdParam, body: { required: false, content: jsonOf(cancelSchema) } },
  responses: { 200: REFUND },
});

export const approveRefundRoute = defineRoute('/v1/refunds/{id}/approve', 'refund.approve', {
  method: 'post',
  operationId: 'approveRefund',
  tags,
  summary: 'Approve a refund that somebody else requested',
  description:
    'Approving moves the money, so it requires step-up for an amount over the limit of the firm. Nobody approves their own request.',
  problems: [
    ...COMMAND_PROBLEMS,
    'already_decided',
    'step_up_required',
    'own_request',
    'approver_too_new',
    'payer_reason_required',
  ],
  request: { params: refundIdParam, body: { required: true, content: jsonOf(approveSchema) } },
  responses: { 200: REFUND },
});

export const declineRefundRoute = defineRoute('/v1/refunds/{id}/decline', 'refund.approve', {
  method: 'post',
  operationId: 'declineRefund',
  tags,
  summary: 'Decline a refund that somebody else requested',
  description:
    'Nothing is refunded, and the money held in trust is free again. Nobody declines their own request; they cancel it.',
  problems: [...COMMAND_PROBLEMS, 'already_decided', 'own_request', 'approver_too_new'],
  request: { params: refundIdParam, body: { required: true, content: jsonOf(declineSchema) } },
  responses: { 200: REFUND },
});

export const resolveRefundRoute = defineRoute('/v1/refunds/{id}/resolve', 'refund.resolve', {
  method: 'post',
  operationId: 'resolveRefund',
  tags,
  summary: 'Resolve an unknown outcome',
  description:
    'Outcomes that end the refund as failed (`not_refunded`, `refunded_differently`) require a signed-in owner or lawyer, and are accepted from an hour after the refund was first sent, while no send or lookup is in progress; otherwise they are refused with `not_resolvable`. If two people in the firm may say so, the answer is 202 until the second one submits the same.',
  problems: [
    'refund_not_found',
    'no_such_obligation',
    'not_resolvable',
    'refund_not_found_at_processor',
    'processor_unavailable',
    'workflow_unavailable',
  ],
  request: { params: refundIdParam, body: { required: true, content: jsonOf(resolveSchema) } },
  responses: {
    200: REFUND,
    202: { ...REFUND, description: 'Recorded; awaiting the same from a second person' },
  },
});

export const decideInvoiceRoute = defineRoute('/v1/refunds/{id}/invoice-decision', 'invoice.decide', {
  method: 'post',
  operationId: 'decideInvoice',
  tags,
  summary: 'Decide what happens to an invoice whose payment was reversed',
  description:
    'The refund reversed the payment of the invoice, so it is open again: still due, written off, credited, or paid otherwise. A decision is final; sending the same one again changes nothing.',
  problems: [
    ...COMMAND_PROBLEMS,
    'already_decided',
    'exceeds_open_balance',
    'invoice_still_open',
    'not_a_payment_of_it',
  ],
  request: { params: refundIdParam, body: { required: true, content: jsonOf(invoiceDecisionSchema) } },
  responses: { 200: REFUND },
});

export const resolveAttentionRoute = defineRoute('/v1/refunds/{id}/attention', 'refund.resolve', {
  method: 'post',
  operationId: 'resolveAttentionItem',
  tags,
  summary: 'Resolve an attention item',
  description: 'Says what was done about it. Repeating it is safe.',
  problems: [...COMMAND_PROBLEMS, 'answer_needed'],
  request: { params: refundIdParam, body: { required: true, content: jsonOf(attentionSchema) } },
  responses: { 200: REFUND },
});

export const recordTrustStepRoute = defineRoute(
  '/v1/refunds/{id}/trust-steps/{step}',
  'trust.record_authorized',
  {
    method: 'post',
    operationId: 'recordTrustStep',
    tags,
    summary: 'Record a trust step',
    description:
      'A lawyer or the owner authorizes the step by recording it. Anybody else, and every API key, records what a lawyer has authorized (`POST /v1/obligations/{id}/authorize`); without that it is refused with `not_authorized`.',
    problems: [
      ...COMMAND_PROBLEMS,
      'already_decided',
      'client_not_paid',
      'out_of_order',
      'not_authorized',
      'evidence_required',
      'amount_mismatch',
      'date_out_of_range',
      'trust_money_gone',
      'no_such_evidence',
    ],
    request: { params: trustStepParams, body: { required: true, content: jsonOf(trustStepSchema) } },
    responses: { 200: REFUND },
  },
);

export const correctTrustStepRoute = defineRoute(
  '/v1/refunds/{id}/trust-steps/{step}/correction',
  'trust.record',
  {
    method: 'post',
    operationId: 'correctTrustStep',
    tags,
    summary: 'Correct a recorded trust step',
    description:
      'Nothing is edited. The correction is a separate record and event; if the date was wrong, the posting is reversed on that date and posted again on the right one. The last correction stands, and repeating it changes nothing.',
    problems: [
      ...COMMAND_PROBLEMS,
      'client_not_paid',
      'not_recorded',
      'too_many_corrections',
      'date_out_of_range',
      'no_such_evidence',
    ],
    request: { params: trustStepParams, body: { required: true, content: jsonOf(trustCorrectionSchema) } },
    responses: { 200: REFUND },
  },
);

export const endTrustStepsRoute = defineRoute('/v1/refunds/{id}/trust-not-recoverable', 'trust.record', {
  method: 'post',
  operationId: 'endTrustSteps',
  tags,
  summary: 'End the trust steps, because the trust money is gone',
  description:
    "The firm's own system paid an invoice from the same balance, so the steps can never be taken. A signed-in lawyer or owner says so, before the first step is recorded: the client then owes what the refund paid (client_receivable), and the steps are void. Saying it again changes nothing.",
  problems: [...COMMAND_PROBLEMS, 'out_of_order'],
  request: { params: refundIdParam, body: { required: true, content: jsonOf(trustNotRecoverableSchema) } },
  responses: { 200: REFUND },
});

export const REFUND_COMMAND_ROUTES = [
  cancelRefundRoute,
  approveRefundRoute,
  declineRefundRoute,
  resolveRefundRoute,
  decideInvoiceRoute,
  resolveAttentionRoute,
  recordTrustStepRoute,
  correctTrustStepRoute,
  endTrustStepsRoute,
];
