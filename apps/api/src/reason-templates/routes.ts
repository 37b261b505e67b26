import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import {
  newReasonTemplateSchema,
  reasonTemplateChangesSchema,
  reasonTemplateListQuery,
  reasonTemplateListSchema,
  reasonTemplateSchema,
} from './schemas.ts';

const tags = ['Reason templates'];
const idParam = z.object({ id: z.string() });
const TEMPLATE = { description: 'The reason as it stands', content: jsonOf(reasonTemplateSchema) };

export const listReasonTemplatesRoute = defineRoute('/v1/reason-templates', 'refund.request', {
  method: 'get',
  tags,
  summary: 'The reasons that the firm gives often, in its order',
  request: { query: reasonTemplateListQuery },
  responses: { 200: { description: 'All of them', content: jsonOf(reasonTemplateListSchema) } },
});

export const addReasonTemplateRoute = defineRoute('/v1/reason-templates', 'firm.manage', {
  method: 'post',
  tags,
  summary: 'Add a reason, as the last one',
  request: { body: { required: true, content: jsonOf(newReasonTemplateSchema) } },
  responses: { 201: TEMPLATE },
});

export const changeReasonTemplateRoute = defineRoute('/v1/reason-templates/{id}', 'firm.manage', {
  method: 'patch',
  tags,
  summary: 'Change, move, archive or bring back a reason',
  description: 'A refund keeps the words that were sent with it.',
  request: {
    params: idParam,
    body: { required: true, content: jsonOf(reasonTemplateChangesSchema) },
  },
  responses: { 200: TEMPLATE },
});

export const deleteReasonTemplateRoute = defineRoute('/v1/reason-templates/{id}', 'firm.manage', {
  method: 'delete',
  tags,
  summary: 'Remove a reason for good',
  request: { params: idParam },
  responses: { 204: { description: 'It is gone' } },
});

export const REASON_TEMPLATE_ROUTES = [
  listReasonTemplatesRoute,
  addReasonTemplateRoute,
  changeReasonTemplateRoute,
  deleteReasonTemplateRoute,
];
