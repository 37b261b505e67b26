// The text of an email about a task of the firm that is no payment's and no refund's: the month end of a trust account, a
// payout, a trust balance of the firm's own system, or a connection to a payment company.
import type { NotificationView } from '@makewhole/db/notifications/prepare-notifications';
import type { OwedRow } from '@makewhole/db/notifications/unsent-emails';
import type { EmailEvent } from '@makewhole/domain/email-recipients';
import { isOfTrustBalance } from '@makewhole/domain/balance-tasks';
import { ruleOf } from '@makewhole/domain/obligations';
import { escapeHtml } from '@makewhole/domain/refund-email';
import { formatDue } from './format-due.ts';
import type { Email } from './mailer.ts';

const PREFIXES: Partial<Record<EmailEvent, string>> = { reminder: 'Reminder: ', escalation: 'Overdue: ' };

export function composeFirmTaskEmail(
  { recipientName: name, recipientEmail: address, id }: NotificationView,
  event: EmailEvent,
  { owed, portalUrl }: { readonly owed: OwedRow; readonly portalUrl: string },
): Email {
  const { page, what, words } = placeOf(owed);
  const link = `${portalUrl}${page}`;
  const due = `Due: ${formatDue(owed.dueAt)}`;
  return {
    to: { name, address },
    subject: `${PREFIXES[event] ?? ''}${ruleOf(owed.kind).title}${what}`,
    text: [`${name},`, owed.summary, due, `${words}: ${link}`].join('\n\n'),
    html: [
      `<p>${escapeHtml(name)},</p><p>${escapeHtml(owed.summary)}</p><p>${escapeHtml(due)}</p>`,
      `<p><a href="${escapeHtml(link)}">${words}</a></p>`,
    ].join(''),
    messageId: `<${id}@makewhole.invalid>`,
  };
}

function placeOf({ kind, connectionId, bankAccountId, subject }: OwedRow) {
  if (connectionId !== null) return { page: '/settings/connections', what: '', words: 'See the connections' };
  if (isOfTrustBalance({ kind })) {
    return { page: '/reconciliation/balances', what: '', words: 'See every trust balance that differs' };
  }
  const account = encodeURIComponent(bankAccountId ?? '');
  if (kind === 'opening_review') {
    return { page: `/reconciliation/opening?account=${account}`, what: '', words: 'See the opening books' };
  }
  return {
    page: `/reconciliation/month-ends?account=${account}`,
    what: `: ${subject}`,
    words: kind === 'payout_unexplained' ? 'See the bank account' : 'See the month end',
  };
}
