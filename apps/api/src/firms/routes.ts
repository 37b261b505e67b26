import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf, pageOf, pageQuery, sequenceCursor } from '../http/define-route.ts';
import { firmChangesSchema, firmEventSchema, firmSchema } from './schemas.ts';

const tags = ['Firm'];
const FIRM = { description: 'The current firm', content: jsonOf(firmSchema) };

export const getFirmRoute = defineRoute('/v1/firm', 'refund.read', {
  method: 'get',
  operationId: 'getFirm',
  tags,
  summary: "Get the firm's settings",
  description: 'The rules by which refunds are requested, approved and booked, and whom emails are sent to.',
  responses: { 200: FIRM },
});

export const changeFirmRoute = defineRoute('/v1/firm', 'firm.manage', {
  method: 'patch',
  operationId: 'changeFirm',
  tags,
  summary: "Change the firm's settings",
  description:
    'Requires step-up to change a rule (everything except reminders). A stricter rule applies at once. A looser one applies from the next bank day, is listed under `pending` until then, and is emailed to the other owners and the lawyers. Refunds keep the rule that applied when they were requested.',
  problems: ['step_up_required', 'connection_not_found', 'connection_refused'],
  request: { body: { required: true, content: jsonOf(firmChangesSchema) } },
  responses: { 200: FIRM },
});

export const listFirmEventsRoute = defineRoute('/v1/firm/events', 'audit.read', {
  method: 'get',
  operationId: 'listFirmEvents',
  tags,
  summary: 'List changes to the firm: rules, users, keys and webhooks',
  description: "Hash-chained and sealed like the refunds' timelines, and included in the audit export.",
  request: {
    query: z.strictObject({
      ...pageQuery,
      cursor: sequenceCursor,
    }),
  },
  responses: { 200: { description: 'Newest first', content: jsonOf(pageOf(firmEventSchema)) } },
});

export const FIRM_ROUTES = [getFirmRoute, changeFirmRoute, listFirmEventsRoute];
