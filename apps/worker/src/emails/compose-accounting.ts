import type { NotificationView } from '@makewhole/db/notifications/prepare-notifications';
import type { EmailText } from '@makewhole/domain/email-layout';
import type { Email } from './mailer.ts';

/** An accounting to a client, word for word as it was written and kept (EM2). */
export function composeAccountingEmail(
  { id, recipientName, recipientEmail }: Pick<NotificationView, 'id' | 'recipientName' | 'recipientEmail'>,
  { subject, text, html }: EmailText,
): Email {
  const to = { name: recipientName, address: recipientEmail };
  return { to, subject, text, html, messageId: `<${id}@makewhole.invalid>`, thread: null };
}
