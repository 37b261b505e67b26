import type { SealFacts } from '@makewhole/db/audit/seal-email';
import type { NotificationView } from '@makewhole/db/notifications/prepare-notifications';
import { escapeHtml, inOneLine } from '@makewhole/domain/refund-email';
import type { Email } from './mailer.ts';

/** Copies a night's checkpoint out of the database, into an owner's mailbox: nobody can rewrite it there (B9). */
export function composeSealEmail(
  { id, recipientName, recipientEmail }: Pick<NotificationView, 'id' | 'recipientName' | 'recipientEmail'>,
  { firmName, sequence, day, sealedAt, hash }: SealFacts,
  portalUrl: string,
): Email {
  const before = [
    `${recipientName},`,
    `this is the seal of the audit trail of ${firmName}. Keep this email: it proves later that nothing up to ${sealedAt.toISOString()} was rewritten.`,
    `Checkpoint ${sequence}, ${day}:`,
  ].map(inOneLine);
  const after = [
    `To check an export of the trail (${portalUrl}/settings) against it, run in the Makewhole repository: node packages/verify/bin/makewhole-verify.mjs <export> --checkpoint ${hash.slice(0, 8)}... --day ${day}, with all 64 characters. Or save this email and give it as --seal <file>.`,
    'The number of the checkpoint grows with every email. One that is smaller than the last, or a night without an email, is a reason to ask.',
  ];
  const html = (words: readonly string[]) => words.map((word) => `<p>${escapeHtml(word)}</p>`).join('');
  return {
    to: { name: recipientName, address: recipientEmail },
    subject: inOneLine(`Seal of the audit trail, ${day}: ${firmName}`),
    text: [...before, hash, ...after].join('\n\n'),
    html: `${html(before)}<p><code>${hash}</code></p>${html(after)}`,
    messageId: `<${id}@makewhole.invalid>`,
  };
}
