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
  task: ObligationView & Pick<OwedRow, 'answer' | 'claim'>,
  reader: Pick<Caller, 'may'>,
): PaymentTaskBody {
  const { answer, claim } = task;
  return {
    ...obligationBody(task),
    answer: answer === null ? null : readable(answer, reader),
    claim: claim === null ? null : { ...claim, answer: readable({ ...claim.answer }, reader) },
  };
}

/** What was answered, without the words that are for the office alone. */
function readable(answer: Readonly<Record<string, unknown>>, { may }: Pick<Caller, 'may'>) {
  const { note, earlyReason, ...facts } = answer;
  if (!may('refund.read_internal_note')) return facts;
  return {
    ...facts,
    ...(typeof note === 'string' && { note }),
    ...(typeof earlyReason === 'string' && { earlyReason }),
  };
}

export function queuedBody(obligation: QueuedObligation): QueuedObligationBody {
  const { refundId, transactionId, bankAccountId, connectionId, currency, payerName, matterNumber } =
    obligation;
  const about = { refundId, transactionId, bankAccountId, connectionId, currency, payerName, matterNumber };
  return { ...obligationBody(obligation), ...about };
}
