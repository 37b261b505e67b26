import type { NotificationView } from '@makewhole/db/notifications/prepare-notifications';
import {
  clientRefundEmail,
  type ClientEmailEvent,
  type ClientEmailFacts,
} from '@makewhole/domain/client-emails';
import type { Email } from './mailer.ts';

/** An email to the client of a refund (M3): it goes out under the firm's name, and answers go to the firm. */
export function composeClientEmail(
  notification: Pick<NotificationView, 'id' | 'recipientName' | 'recipientEmail' | 'resends'>,
  event: ClientEmailEvent,
  facts: ClientEmailFacts,
): Email {
  const { id, recipientName, recipientEmail, resends } = notification;
  const { email } = facts.letterhead;
  return {
    to: { name: recipientName, address: recipientEmail },
    ...clientRefundEmail(event, facts),
    ...(email !== '' && { replyTo: { name: facts.firmName, address: email } }),
    messageId: `<${id}${resends > 0 ? `.${resends}` : ''}@makewhole.invalid>`,
    thread: null,
  };
}
