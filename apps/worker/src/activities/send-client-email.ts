// Sends an email to the client of a refund. Its link is made in memory and kept once the mail server has the email: an
// attempt that fails leaves no link behind, and the next one has another.
import { createClientToken, keepClientLink } from '@makewhole/db/client-links/make-client-link';
import { readClientEmail } from '@makewhole/db/client-links/client-email-facts';
import type { NotificationView } from '@makewhole/db/notifications/prepare-notifications';
import type { ClientEmailEvent } from '@makewhole/domain/client-emails';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import { composeClientEmail } from '../emails/compose-client.ts';
import type { SendResult } from '../emails/mailer.ts';
import type { Dependencies } from './dependencies.ts';

export type ClientNotification = NotificationView & { readonly firmId: FirmId; readonly refundId: RefundId };

export async function sendClientEmail(
  { db, mailer, portalUrl }: Pick<Dependencies, 'db' | 'mailer' | 'portalUrl'>,
  notification: ClientNotification,
  event: ClientEmailEvent,
  at: Date,
): Promise<SendResult> {
  const read = await readClientEmail(db, notification);
  if (read === null) throw new Error(`The refund ${notification.refundId} of an email vanished`);
  const token = read.links ? createClientToken() : null;
  const link = token === null ? null : `${portalUrl}/r/${token}`;
  const sent = await mailer.send(composeClientEmail(notification, event, { ...read.facts, link }));
  if (sent.kind === 'taken' && token !== null) {
    await keepClientLink(db, notification, token, { actor: 'makewhole', at });
  }
  return sent;
}
