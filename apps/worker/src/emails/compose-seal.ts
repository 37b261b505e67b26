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
      subject: `Audit trail seal, ${formatDay(day)}: ${firmName}`,
      ...{ recipientName, firmName },
      blocks: [
        words(
          `This email seals the audit trail of ${firmName}. Keep it: it can later prove that nothing recorded up to ${formatTime(sealedAt, timeZone)} was changed.`,
        ),
        words(`Checkpoint ${sequence}:`),
        { kind: 'code', text: hash },
        words(
          'To verify an export against this seal, run this in the Makewhole repository, with all 64 characters:',
        ),
        {
          kind: 'code',
          text: `node packages/verify/bin/makewhole-verify.mjs <export> --checkpoint ${hash.slice(0, 8)}... --day ${day}`,
        },
        words(
          'Or save this email and pass it as --seal <file>. The checkpoint number increases with every email. If one is lower than the last, or a night has no email, contact your Makewhole operator.',
        ),
        { kind: 'link', label: 'Export the audit trail', href: `${portalUrl}/settings` },
      ],
    }),
    messageId: `<${id}@makewhole.invalid>`,
    thread: null,
  };
}
