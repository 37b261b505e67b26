import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';

/** A report contains the whole payment, with its items and refunds. */
const REPORT_BYTES_MAX = 1024 * 1024;

export const processorWebhookRoute = defineRoute(
  '/v1/processor/webhooks',
  'public',
  {
    method: 'post',
    tags: ['Processor'],
    summary: 'What the payment processor reports, signed by it',
    description: 'Signed as Standard Webhooks lays down. Duplicates and disorder are harmless.',
    responses: {
      200: {
        description: 'Taken, or of no use to us',
        content: jsonOf(z.object({ received: z.literal(true) })),
      },
    },
  },
  { bodyBytesMax: REPORT_BYTES_MAX },
);

export const PROCESSOR_WEBHOOK_ROUTES = [processorWebhookRoute];
