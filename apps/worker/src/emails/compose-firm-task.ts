// The text of an email about a task of the firm that is no payment's and no refund's: the month end of a trust account, a
// payout, a trust balance of the firm's own system, or a connection to a payment company.
import type { NotificationView } from '@makewhole/db/notifications/prepare-notifications';
import type { OwedRow } from '@makewhole/db/notifications/unsent-emails';
import { layOutEmail } from '@makewhole/domain/email-layout';
import type { EmailEvent } from '@makewhole/domain/email-recipients';
import { formatMonth } from '@makewhole/domain/format-day';
import { isOfTrustBalance } from '@makewhole/domain/balance-tasks';
import { ruleOf } from '@makewhole/domain/obligations';
import { formatDue } from './format-due.ts';
import type { Email } from './mailer.ts';

const MONTH = /^\d{4}-\d\d$/;

type FirmTask = Pick<
  OwedRow,
  'id' | 'kind' | 'connectionId' | 'bankAccountId' | 'subject' | 'summary' | 'dueAt'
>;

const PREFIXES: Partial<Record<EmailEvent, string>> = { reminder: 'Reminder: ', escalation: 'Overdue: ' };

export function composeFirmTaskEmail(
  {
    recipientName: name,
    recipientEmail: address,
    id,
  }: Pick<NotificationView, 'id' | 'recipientName' | 'recipientEmail'>,
  event: EmailEvent,
  { owed, portalUrl }: { readonly owed: FirmTask; readonly portalUrl: string },
): Email {
  const { page, what, words } = placeOf(owed);
  return {
    to: { name, address },
    ...layOutEmail({
      subject: `${PREFIXES[event] ?? ''}${ruleOf(owed.kind).title}${what}`,
      recipientName: name,
      blocks: [
        { kind: 'words', text: owed.summary },
        { kind: 'facts', facts: [{ label: 'Due', value: formatDue(owed.dueAt) }] },
        { kind: 'link', label: words, href: `${portalUrl}${page}` },
      ],
    }),
    messageId: `<${id}@makewhole.invalid>`,
    thread: `task.${owed.id}`,
  };
}

function placeOf({ kind, connectionId, bankAccountId, subject }: FirmTask) {
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
    what: `: ${MONTH.test(subject) ? formatMonth(subject) : subject}`,
    words: kind === 'payout_unexplained' ? 'See the bank account' : 'See the month end',
  };
}
