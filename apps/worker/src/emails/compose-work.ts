// The emails about shared work, to people of the firm alone: a task that was assigned to their reader, and a comment that
// mentions them.
import type { NotificationView } from '@makewhole/db/notifications/prepare-notifications';
import type { WorkEmail } from '@makewhole/db/work/find-work-email';
import { layOutEmail, type EmailBlock } from '@makewhole/domain/email-layout';
import { formatMoney } from '@makewhole/domain/money';
import { ruleOf } from '@makewhole/domain/obligations';
import { formatDue } from './format-due.ts';
import type { Email } from './mailer.ts';

type Recipient = Pick<NotificationView, 'id' | 'recipientName' | 'recipientEmail'>;

export function composeWorkEmail(
  { id, recipientName, recipientEmail: address }: Recipient,
  about: WorkEmail,
  portalUrl: string,
): Email {
  const { subject, blocks, thread } =
    about.kind === 'assigned' ? assigned(about, portalUrl) : mentioned(about, portalUrl);
  return {
    to: { name: recipientName, address },
    ...layOutEmail({ subject, recipientName, firmName: about.firmName, blocks }),
    messageId: `<${id}@makewhole.invalid>`,
    thread,
  };
}

type Content = {
  readonly subject: string;
  readonly blocks: readonly EmailBlock[];
  readonly thread: string;
};

function assigned(
  { task, byName, payerName, transactionId }: Extract<WorkEmail, { kind: 'assigned' }>,
  portalUrl: string,
): Content {
  const { title } = ruleOf(task.kind);
  const facts = [
    { label: 'Task', value: task.summary },
    ...(payerName === '' ? [] : [{ label: 'Payer', value: payerName }]),
    ...(task.amount === null ? [] : [{ label: 'Amount', value: formatMoney(task.amount, 'USD') }]),
    { label: 'Due', value: formatDue(task.dueAt) },
  ];
  return {
    subject: `Assigned to you: ${title}`,
    blocks: [
      { kind: 'words', text: `${byName} assigned this task to you.` },
      { kind: 'facts', facts },
      { kind: 'link', label: 'Open the task', href: caseUrl(portalUrl, transactionId ?? task.id) },
    ],
    thread: `work.${task.id}`,
  };
}

function mentioned(
  { text, transactionId, refundId, byName, payerName }: Extract<WorkEmail, { kind: 'mentioned' }>,
  portalUrl: string,
): Content {
  const what = refundId === null ? 'payment' : 'refund';
  return {
    subject: `${byName} mentioned you: ${what} of ${payerName}`,
    blocks: [
      { kind: 'words', text: `${byName} mentioned you in a comment. Only people of your firm can read it.` },
      { kind: 'facts', facts: [{ label: 'Comment', value: text, isQuoted: true }] },
      { kind: 'link', label: 'Read the comments', href: caseUrl(portalUrl, transactionId ?? '') },
    ],
    thread: `comments.${Buffer.from(transactionId ?? '').toString('base64url')}`,
  };
}

function caseUrl(portalUrl: string, id: string): string {
  return `${portalUrl}/work?case=${encodeURIComponent(id)}`;
}
