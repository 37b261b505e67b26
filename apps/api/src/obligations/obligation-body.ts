import type { ObligationView, QueuedObligation } from '@makewhole/db/obligations/list-obligations';
import type { OwedRow } from '@makewhole/db/notifications/unsent-emails';
import type { Caller } from '../context.ts';
import type { ObligationBody, PaymentTaskBody, QueuedObligationBody } from './schemas.ts';

export function obligationBody(obligation: ObligationView): ObligationBody {
  const { id, kind, status, owner, subject, summary, amount, openedAt, dueAt } = obligation;
  const { settledAt, settledBy, decision, proposed, payingTransactionId } = obligation;
  return {
    id,
    kind,
    status,
    owner,
    subject,
    summary,
    amount,
    openedAt: openedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
    settledBy,
    decision,
    proposed,
    payingTransactionId,
  };
}

export function paymentTaskBody(
  task: ObligationView & Pick<OwedRow, 'answer'>,
  reader: Pick<Caller, 'may'>,
): PaymentTaskBody {
  if (task.answer === null) return { ...obligationBody(task), answer: null };
  const { note, ...facts } = task.answer;
  const words = typeof note === 'string' && reader.may('refund.read_internal_note') ? { note } : {};
  return { ...obligationBody(task), answer: { ...facts, ...words } };
}

export function queuedBody(obligation: QueuedObligation): QueuedObligationBody {
  const { refundId, transactionId, currency, payerName, matterNumber } = obligation;
  return { ...obligationBody(obligation), refundId, transactionId, currency, payerName, matterNumber };
}
