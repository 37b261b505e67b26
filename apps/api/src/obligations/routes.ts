import { defineRoute, jsonOf } from '../http/define-route.ts';
import {
  obligationIdParam,
  obligationListQuery,
  obligationPageSchema,
  paymentTaskAnswerSchema,
  paymentTaskSchema,
} from './schemas.ts';

export const listObligationsRoute = defineRoute('/v1/obligations', 'refund.read', {
  method: 'get',
  tags: ['Obligations'],
  summary: 'What waits for a person, the longest due first',
  request: { query: obligationListQuery },
  responses: { 200: { description: 'A page of open obligations', content: jsonOf(obligationPageSchema) } },
});

export const completeObligationRoute = defineRoute('/v1/obligations/{id}/settle', 'refund.resolve', {
  method: 'post',
  tags: ['Obligations'],
  summary: 'Settle what is owed about a payment',
  description:
    'A client who is still to be paid after a refund that failed (kind `repayment`), or a dispute (kind `dispute`, a lawyer or the scope `trust` too). The same again is fine; another answer is refused. What a refund owes is settled through the refund.',
  request: {
    params: obligationIdParam,
    body: { required: true, content: jsonOf(paymentTaskAnswerSchema) },
  },
  responses: { 200: { description: 'As it stands', content: jsonOf(paymentTaskSchema) } },
});

export const OBLIGATION_ROUTES = [listObligationsRoute, completeObligationRoute];
