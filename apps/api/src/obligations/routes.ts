import { defineRoute, jsonOf } from '../openapi/define-route.ts';
import { obligationListQuery, obligationPageSchema } from './schemas.ts';

export const listObligationsRoute = defineRoute('/v1/obligations', 'refund.read', {
  method: 'get',
  tags: ['Obligations'],
  summary: 'What waits for a person, the longest due first',
  request: { query: obligationListQuery },
  responses: { 200: { description: 'A page of open obligations', content: jsonOf(obligationPageSchema) } },
});

export const OBLIGATION_ROUTES = [listObligationsRoute];
