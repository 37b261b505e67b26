import { defineRoute, jsonOf } from '../openapi/define-route.ts';
import { firmChangesSchema, firmSchema } from './schemas.ts';

const tags = ['Firm'];
const FIRM = { description: 'The firm as it stands', content: jsonOf(firmSchema) };

export const getFirmRoute = defineRoute('/v1/firm', 'refund.read', {
  method: 'get',
  tags,
  summary: "The firm's settings",
  responses: { 200: FIRM },
});

export const changeFirmRoute = defineRoute('/v1/firm', 'firm.manage', {
  method: 'patch',
  tags,
  summary: "Change the firm's settings",
  description: 'A refund that was asked for before keeps the rule that it was asked for under.',
  request: { body: { required: true, content: jsonOf(firmChangesSchema) } },
  responses: { 200: FIRM },
});

export const FIRM_ROUTES = [getFirmRoute, changeFirmRoute];
