import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf, pageOf, pageQuery } from '../http/define-route.ts';
import { firmChangesSchema, firmEventSchema, firmSchema } from './schemas.ts';

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
  description:
    'Asks for step-up where it changes a rule (all but the reminders). A tighter rule counts at once; a looser one from the next bank day, stands under `pending` until then, and is mailed to the other owners and the lawyers. A refund that was asked for before keeps the rule that it was asked for under.',
  request: { body: { required: true, content: jsonOf(firmChangesSchema) } },
  responses: { 200: FIRM },
});

export const listFirmEventsRoute = defineRoute('/v1/firm/events', 'audit.read', {
  method: 'get',
  tags,
  summary: 'Who changed what of the firm: its rules, its people, its keys, its webhooks',
  description: "Chained and sealed as the refunds' timelines are; they stand in the audit export with them.",
  request: {
    query: z.strictObject({
      ...pageQuery,
      cursor: z.coerce.number().int().positive().optional().openapi({ type: 'string' }),
    }),
  },
  responses: { 200: { description: 'The newest first', content: jsonOf(pageOf(firmEventSchema)) } },
});

export const FIRM_ROUTES = [getFirmRoute, changeFirmRoute, listFirmEventsRoute];
