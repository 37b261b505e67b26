import {
  markResendStarted,
  requestResend,
  type ResendOutcome,
} from '@makewhole/db/notifications/resend-notification';
import type { FirmId } from '@makewhole/domain/ids';
import { RESENDS_MAX } from '@makewhole/domain/contracts/resend-email';
import type { App, Services } from '../context.ts';
import { problem, type Refusal } from '../http/problems.ts';
import { notificationBody } from '../refunds/refund-body.ts';
import { resendNotificationRoute } from './routes.ts';

export function addNotificationHandlers(app: App, services: Services): void {
  app.openapi(resendNotificationRoute, async (c) => {
    const { firmId, principalId: actor } = c.get('caller');
    const { id } = c.req.valid('param');
    const outcome = await requestResend(services.db, { firmId, id, actor, now: new Date() });
    if (outcome.kind !== 'asked') return problem(c, refusalOf(outcome));
    send(services, firmId, outcome.notification);
    return c.json(notificationBody(outcome.notification), 202);
  });
}

/** Nobody waits for it: it is recorded, and sent as soon as Temporal is available. */
function send(
  { background, db, workflows }: Services,
  firmId: FirmId,
  { id: notificationId, refundId, resends: nth }: Extract<ResendOutcome, { kind: 'asked' }>['notification'],
): void {
  const input = { firmId, refundId, notificationId, nth };
  background.run(`${notificationId} is not being resent yet; the sweep will do it`, async () => {
    await markResendStarted(db, input, await workflows.startResend(input));
  });
}

function refusalOf(outcome: Exclude<ResendOutcome, { kind: 'asked' }>): Refusal {
  switch (outcome.kind) {
    case 'not_found':
      return { code: 'notification_not_found', detail: 'Your firm has no email with this ID.' };
    case 'pending':
      return {
        code: 'email_being_sent',
        detail: 'This email is being sent, and is retried automatically until it is accepted.',
      };
    case 'settled':
      return { code: 'not_owed', detail: 'What this email asks for is done or no longer needed.' };
    case 'too_many':
      return {
        code: 'resent_too_often',
        detail: `This email was resent ${RESENDS_MAX} times. Contact the person another way.`,
      };
    case 'too_soon':
      return {
        code: 'resent_too_often',
        detail: `This email was just sent. Allow it ${outcome.retryAfterSeconds} seconds to arrive.`,
        headers: { 'retry-after': String(outcome.retryAfterSeconds) },
      };
  }
}
