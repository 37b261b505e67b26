import type { SealFacts } from '@makewhole/db/audit/seal-email';
import type { NotificationView } from '@makewhole/db/notifications/prepare-notifications';
import { layOutEmail, type EmailBlock } from '@makewhole/domain/email-layout';
import { formatDay, formatTime } from '@makewhole/domain/format-day';
import type { Email } from './mailer.ts';

/** Copies a night's checkpoint out of the database, into an owner's mailbox: nobody can rewrite it there (B9). */
export function composeSealEmail(
  { id, recipientName, recipientEmail }: Pick<NotificationView, 'id' | 'recipientName' | 'recipientEmail'>,
  { firmName, timeZone, sequence, day, sealedAt, hash }: SealFacts,
  portalUrl: string,
): Email {
  const words = (text: string): EmailBlock => ({ kind: 'words', text });
  return {
    to: { name: recipientName, address: recipientEmail },
    ...layOutEmail({
      subject: `Seal of the audit trail, ${formatDay(day)}: ${firmName}`,
      ...{ recipientName, firmName },
      blocks: [
        words(
          `This is the seal of the audit trail of ${firmName}. Keep this email: it proves later that nothing up to ${formatTime(sealedAt, timeZone)} was rewritten.`,
        ),
        words(`Checkpoint ${sequence}:`),
        { kind: 'code', text: hash },
        words(
          'To check an export of the trail against it, run this in the Makewhole repository, with all 64 characters:',
        ),
        {
          kind: 'code',
          text: `node packages/verify/bin/makewhole-verify.mjs <export> --checkpoint ${hash.slice(0, 8)}... --day ${day}`,
        },
        words(
          'Or save this email and give it as --seal <file>. The number of the checkpoint grows with every email. One that is smaller than the last, or a night without an email, is a reason to ask.',
        ),
        { kind: 'link', label: 'Export the trail', href: `${portalUrl}/settings` },
      ],
    }),
    messageId: `<${id}@makewhole.invalid>`,
    thread: null,
  };
}
