import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { setupChangeSchema, setupSchema, setupStepNameSchema } from './setup-schemas.ts';

const tags = ['Firm'];
const SETUP = {
  description: 'The steps in the order in which a firm takes them',
  content: jsonOf(setupSchema),
};

export const getSetupRoute = defineRoute('/v1/firm/setup', 'report.read', {
  method: 'get',
  operationId: 'getSetup',
  tags,
  summary: 'Read what a new firm still has to do',
  description:
    'Each step is told from what the firm has. The steps of trust money are left out while the firm has no open trust account.',
  responses: { 200: SETUP },
});

export const changeSetupRoute = defineRoute('/v1/firm/setup/{step}', 'firm.manage', {
  method: 'put',
  operationId: 'changeSetupStep',
  tags,
  summary: 'Set a step of the setup aside, or take it up again',
  description: 'Every step but `connection`, without which nothing can be refunded (400 `invalid_request`).',
  request: {
    params: z.object({ step: setupStepNameSchema }),
    body: { required: true, content: jsonOf(setupChangeSchema) },
  },
  responses: { 200: SETUP },
});

export const SETUP_ROUTES = [getSetupRoute, changeSetupRoute];
