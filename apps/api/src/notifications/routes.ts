import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { notificationSchema } from '../refunds/schemas.ts';

export const resendNotificationRoute = defineRoute('/v1/notifications/{id}/resend', 'notification.resend', {
  method: 'post',
  tags: ['Notifications'],
  summary: 'Send an email of a refund again',
  description:
    'One that was sent, or could not be delivered. It stays one email: what is new is the attempt, noted on the timeline with who asked for it. Once a minute, ten times at most.',
  request: { params: z.object({ id: z.string() }) },
  responses: { 202: { description: 'It is being sent', content: jsonOf(notificationSchema) } },
});

export const NOTIFICATION_ROUTES = [resendNotificationRoute];
