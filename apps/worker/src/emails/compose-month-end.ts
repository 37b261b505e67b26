// The text of an email about a task on a bank account: its month end, or a payout to it.
import type { NotificationView } from '@makewhole/db/notifications/prepare-notifications';
import type { OwedRow } from '@makewhole/db/notifications/unsent-emails';
import type { EmailEvent } from '@makewhole/domain/email-recipients';
import { ruleOf } from '@makewhole/domain/obligations';
import { escapeHtml } from '@makewhole/domain/refund-email';
import { formatDue } from './format-due.ts';
import type { Email } from './mailer.ts';

const PREFIXES: Partial<Record<EmailEvent, string>> = { reminder: 'Reminder: ', escalation: 'Overdue: ' };

export function composeMonthEndEmail(
  { recipientName: name, recipientEmail: address, id }: NotificationView,
  event: EmailEvent,
  { owed, portalUrl }: { readonly owed: OwedRow; readonly portalUrl: string },
): Email {
  const link = `${portalUrl}/reconciliation/month-ends?account=${encodeURIComponent(owed.bankAccountId ?? '')}`;
  const where = owed.kind === 'payout_unexplained' ? 'See the bank account' : 'See the month end';
  const due = `Due: ${formatDue(owed.dueAt)}`;
  return {
    to: { name, address },
    subject: `${PREFIXES[event] ?? ''}${ruleOf(owed.kind).title}: ${owed.subject}`,
    text: [`${name},`, owed.summary, due, `${where}: ${link}`].join('\n\n'),
    html: [
      `<p>${escapeHtml(name)},</p><p>${escapeHtml(owed.summary)}</p><p>${escapeHtml(due)}</p>`,
      `<p><a href="${escapeHtml(link)}">${where}</a></p>`,
    ].join(''),
    messageId: `<${id}@makewhole.invalid>`,
  };
}
