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
const TEMPLATE = { description: 'The current reason template', content: jsonOf(reasonTemplateSchema) };

export const listReasonTemplatesRoute = defineRoute('/v1/reason-templates', 'refund.request', {
  method: 'get',
  operationId: 'listReasonTemplates',
  tags,
  summary: 'List reason templates, in the order of the firm',
  description:
    'Texts that people choose from when they request a refund. Archived ones too, after the others.',
  request: { query: reasonTemplateListQuery },
  responses: { 200: { description: 'All reason templates', content: jsonOf(reasonTemplateListSchema) } },
});

export const addReasonTemplateRoute = defineRoute('/v1/reason-templates', 'firm.manage', {
  method: 'post',
  operationId: 'addReasonTemplate',
  tags,
  summary: 'Add a reason template at the end of the list',
  description: 'People choose from it from now on. Refunds that were requested keep their own text.',
  problems: ['too_many_reason_templates'],
  request: { body: { required: true, content: jsonOf(newReasonTemplateSchema) } },
  responses: { 201: TEMPLATE },
});

export const changeReasonTemplateRoute = defineRoute('/v1/reason-templates/{id}', 'firm.manage', {
  method: 'patch',
  operationId: 'changeReasonTemplate',
  tags,
  summary: 'Change, move, archive or restore a reason template',
  description: 'Existing refunds keep their reason.',
  problems: ['reason_template_not_found'],
  request: {
    params: idParam,
    body: { required: true, content: jsonOf(reasonTemplateChangesSchema) },
  },
  responses: { 200: TEMPLATE },
});

export const deleteReasonTemplateRoute = defineRoute('/v1/reason-templates/{id}', 'firm.manage', {
  method: 'delete',
  operationId: 'deleteReasonTemplate',
  tags,
  summary: 'Delete a reason template permanently',
  description: 'Refunds that were requested with its text keep that text.',
  problems: ['reason_template_not_found'],
  request: { params: idParam },
  responses: { 204: { description: 'Deleted' } },
});

export const REASON_TEMPLATE_ROUTES = [
  listReasonTemplatesRoute,
  addReasonTemplateRoute,
  changeReasonTemplateRoute,
  deleteReasonTemplateRoute,
];
