// The texts of an email about a task on a payment (B16): a dispute, a client who must still be paid, an external
// refund.
import type { NotificationView } from '@makewhole/db/notifications/prepare-notifications';
import type { OwedRow } from '@makewhole/db/notifications/unsent-emails';
import type { PaymentView } from '@makewhole/db/payments/payment-view';
import type { TransactionId } from '@makewhole/domain/ids';
import { formatMoney } from '@makewhole/domain/money';
import { isOfTrustAccount } from '@makewhole/domain/is-of-trust-account';
import type { ObligationKind } from '@makewhole/domain/obligations';
import { layOutEmail, type EmailFact } from '@makewhole/domain/email-layout';
import type { EmailEvent } from '@makewhole/domain/email-recipients';
import { formatDue } from './format-due.ts';
import type { Email } from './mailer.ts';

export type TaskFacts = {
  readonly owed: Pick<OwedRow, 'id' | 'kind' | 'subject' | 'summary' | 'amount' | 'dueAt'> & {
    readonly transactionId: TransactionId;
  };
  /** Null if the firm has no copy of the payment. */
  readonly payment: Pick<PaymentView, 'amount' | 'currency' | 'payer' | 'matter'> | null;
  readonly portalUrl: string;
};

const SUBJECTS: Partial<Record<ObligationKind, string>> = {
  dispute: 'Respond to the dispute',
  repayment: 'Pay the client another way',
  trace_missing: 'Find the refund for the client',
  unclaimed: 'A check to a client was not cashed',
  reconciliation: 'Explain a refund made outside Makewhole',
  trust_replenish: 'Trust account short: replenish it today',
  invoice_decision: 'The bank took a payment back: decide about the invoice',
  trust_payment: 'The bank took trust money from operating: three trust steps are owed',
  trust_deposit: 'The bank took trust money from operating: three trust steps are owed',
  trust_transfer: 'The bank took trust money from operating: three trust steps are owed',
  trust_restore: 'The bank gave a dispute back: transfer the client’s money back to trust',
};

/** What these ask for is not the payment's amount. */
const IN_ITS_OWN_AMOUNT: ReadonlySet<ObligationKind> = new Set([
  'unclaimed',
  'trust_replenish',
  'invoice_decision',
  'trust_payment',
  'trust_deposit',
  'trust_transfer',
  'trust_restore',
]);

const PREFIXES: Partial<Record<EmailEvent, string>> = { reminder: 'Reminder: ', escalation: 'Overdue: ' };

export function composeTaskEmail(
  notification: Pick<NotificationView, 'id' | 'recipientName' | 'recipientEmail'>,
  event: EmailEvent,
  { owed, payment, portalUrl }: TaskFacts,
): Email {
  const { kind, summary, transactionId, dueAt } = owed;
  // A loss may be of another amount than its payment.
  const total = IN_ITS_OWN_AMOUNT.has(kind) ? (owed.amount ?? payment?.amount) : payment?.amount;
  const amount = total == null ? '' : `: ${formatMoney(total, payment?.currency ?? 'USD')}`;
  const isOfAccount = isOfTrustAccount(owed);
  const page = isOfAccount ? 'reconciliation/trust' : `payments/${encodeURIComponent(transactionId)}`;
  const [link, where] = [`${portalUrl}/${page}`, isOfAccount ? 'See the trust report' : 'See the payment'];
  const facts: EmailFact[] = [
    ...(payment === null
      ? []
      : [
          { label: 'Amount', value: formatMoney(payment.amount, payment.currency) },
          { label: 'Payer', value: payment.payer.name },
          {
            label: 'Matter',
            value: payment.matter === null ? 'none' : `${payment.matter.number} ${payment.matter.name}`,
          },
        ]),
    ...(isOfAccount ? [] : [{ label: 'Transaction ID', value: transactionId }]),
    { label: 'Due', value: formatDue(dueAt) },
  ];
  const { recipientName: name, recipientEmail: address, id } = notification;
  return {
    to: { name, address },
    ...layOutEmail({
      subject: `${PREFIXES[event] ?? ''}${SUBJECTS[kind] ?? 'A payment needs attention'}${amount}`,
      recipientName: name,
      blocks: [
        { kind: 'words', text: summary },
        { kind: 'facts', facts },
        { kind: 'link', label: where, href: link },
      ],
    }),
    messageId: `<${id}@makewhole.invalid>`,
    thread: isOfAccount ? `task.${owed.id}` : `payment.${Buffer.from(transactionId).toString('base64url')}`,
  };
}
