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
  summary: 'List open obligations, most overdue first',
  request: { query: obligationListQuery },
  responses: { 200: { description: 'A page of open obligations', content: jsonOf(obligationPageSchema) } },
});

export const completeObligationRoute = defineRoute('/v1/obligations/{id}/settle', 'refund.resolve', {
  method: 'post',
  tags: ['Obligations'],
  summary: 'Complete an obligation about a payment',
  description:
    'Either a client who still has to be paid after a failed refund (kind `repayment`), or a dispute (kind `dispute`, which also requires a lawyer or the scope `trust`). Repeating the same answer is safe; a different one is refused. Obligations of a refund are completed through the refund.',
  request: {
    params: obligationIdParam,
    body: { required: true, content: jsonOf(paymentTaskAnswerSchema) },
  },
  responses: { 200: { description: 'The completed obligation', content: jsonOf(paymentTaskSchema) } },
});

export const OBLIGATION_ROUTES = [listObligationsRoute, completeObligationRoute];
