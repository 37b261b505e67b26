import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';

/** A report contains the whole payment, with its items and refunds. */
const REPORT_BYTES_MAX = 1024 * 1024;

const RECEIVED = {
  description: 'Accepted, or ignored',
  content: jsonOf(z.object({ received: z.literal(true) })),
};

export const processorWebhookRoute = defineRoute(
  '/v1/processor/webhooks',
  'public',
  {
    method: 'post',
    operationId: 'receiveProcessorWebhook',
    tags: ['Processor'],
    summary: 'Receive a webhook from the payment processor',
    description: 'Signed as specified by Standard Webhooks. Duplicates and any order are fine.',
    problems: ['webhook_forged'],
    responses: { 200: RECEIVED },
  },
  { bodyBytesMax: REPORT_BYTES_MAX },
);

export const connectionWebhookRoute = defineRoute(
  '/v1/processor/webhooks/{connectionId}',
  'public',
  {
    method: 'post',
    operationId: 'receiveConnectionWebhook',
    tags: ['Processor'],
    summary: "Receive a webhook from a connection's payment company",
    description:
      'Signed as the company signs, with a secret of this connection. It only says what to ask for; duplicates and any order are fine.',
    problems: ['connection_not_found', 'connection_unavailable', 'webhook_forged'],
    request: { params: z.object({ connectionId: z.string().max(100) }) },
    responses: { 200: RECEIVED },
  },
  { bodyBytesMax: REPORT_BYTES_MAX },
);

export const PROCESSOR_WEBHOOK_ROUTES = [processorWebhookRoute, connectionWebhookRoute];
