import { defineRoute, jsonOf } from '../http/define-route.ts';
import { trustAuthorizationSchema } from './trust-move-body.ts';
import {
  authorizeTrustStepSchema,
  obligationIdParam,
  obligationListQuery,
  obligationPageSchema,
  paymentTaskAnswerSchema,
  paymentTaskSchema,
} from './schemas.ts';

export const listObligationsRoute = defineRoute('/v1/obligations', 'refund.read', {
  method: 'get',
  operationId: 'listObligations',
  tags: ['Obligations'],
  summary: 'List open obligations, most overdue first',
  description:
    'What people owe: decisions, trust steps, attention items. It is the work of the office: each says until when it is due, and who may complete it.',
  request: { query: obligationListQuery },
  responses: { 200: { description: 'A page of open obligations', content: jsonOf(obligationPageSchema) } },
});

export const completeObligationRoute = defineRoute('/v1/obligations/{id}/settle', 'refund.resolve', {
  method: 'post',
  operationId: 'completeObligation',
  tags: ['Obligations'],
  summary: 'Complete an obligation about a payment',
  description:
    'A client who still has to be paid after a failed refund (kind `repayment`), which takes a signed-in lawyer or owner and is done once a second one sends the same, if the firm has two (202 until then); a dispute (`dispute`); a trust account that is short (`trust_replenish`, with both bank lines or a file as evidence, and never more than the shortage); and what a payment that the bank took back owes: a decision about its invoice (`invoice_decision`) and, if the bank took trust money from operating, the three trust steps (`trust_payment`, `trust_deposit`, `trust_transfer`), and the transfer back to trust if the bank gives a dispute back after them (`trust_restore`). Disputes and trust also require a lawyer or the scope `trust`. Repeating the same answer is safe; a different one is refused. Obligations of a refund are completed through the refund.',
  problems: [
    'no_such_obligation',
    'no_such_evidence',
    'still_returnable',
    'already_refunded',
    'exceeds_shortage',
    'exceeds_open_balance',
    'invoice_still_open',
    'not_a_payment_of_it',
    'date_out_of_range',
    'already_decided',
    'trust_not_restored',
    'direction_needed',
    'check_cashed',
    'out_of_order',
    'not_authorized',
    'evidence_required',
    'amount_mismatch',
    'trust_money_gone',
    'lines_do_not_match',
    'line_matched_already',
  ],
  request: {
    params: obligationIdParam,
    body: { required: true, content: jsonOf(paymentTaskAnswerSchema) },
  },
  responses: {
    200: { description: 'The completed obligation', content: jsonOf(paymentTaskSchema) },
    202: {
      description: 'Recorded; awaiting the same from a second person',
      content: jsonOf(paymentTaskSchema),
    },
  },
});

export const authorizeTrustStepRoute = defineRoute('/v1/obligations/{id}/authorize', 'trust.authorize', {
  method: 'post',
  operationId: 'authorizeTrustStep',
  tags: ['Obligations'],
  summary: 'Authorize a trust step',
  description:
    'The written authorization of a lawyer or the owner, signed in as themselves, for an open trust step of a refund or of a payment that the bank took back: an admin or an API key may then record it. Makewhole fills in amount, payee, purpose and accounts. For a payment that the bank took back they must have confirmed their identity within five minutes. Repeating it is safe; another one replaces it until the step is recorded. A lawyer who records a step without one authorizes it by that.',
  problems: [
    'step_up_required',
    'no_such_obligation',
    'not_owed',
    'no_such_evidence',
    'too_many_corrections',
  ],
  request: {
    params: obligationIdParam,
    body: { required: true, content: jsonOf(authorizeTrustStepSchema) },
  },
  responses: { 200: { description: 'The authorization', content: jsonOf(trustAuthorizationSchema) } },
});

export const OBLIGATION_ROUTES = [listObligationsRoute, completeObligationRoute, authorizeTrustStepRoute];
