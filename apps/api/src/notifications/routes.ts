import { z } from '@hono/zod-openapi';
import { defineRoute, jsonOf } from '../http/define-route.ts';
import { notificationSchema } from '../refunds/schemas.ts';

export const resendNotificationRoute = defineRoute('/v1/notifications/{id}/resend', 'notification.resend', {
  method: 'post',
  operationId: 'resendNotification',
  tags: ['Notifications'],
  summary: 'Resend an email about a refund',
  description:
    'For an email that was sent or could not be delivered. It remains one email; the timeline records the new attempt and who requested it. Once a minute, at most ten times.',
  problems: ['notification_not_found', 'email_being_sent', 'not_owed', 'resent_too_often'],
  request: { params: z.object({ id: z.string() }) },
  responses: { 202: { description: 'It is being sent', content: jsonOf(notificationSchema) } },
});

export const NOTIFICATION_ROUTES = [resendNotificationRoute];
