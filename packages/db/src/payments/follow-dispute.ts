// A dispute becomes a lawyer's task once our copy of the payment shows it, with or without a refund (B16), and ends by
// itself when the network has decided.
import { and, eq } from 'drizzle-orm';
import type { Currency } from '@makewhole/domain/money';
import { disputeSummary } from '@makewhole/domain/obligation-summaries';
import { disputeDueAt } from '@makewhole/domain/obligation-dates';
import type { Db } from '../connect.ts';
import { enqueueNotice } from '../events/enqueue-notice.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { keepDispute, type DisputedPayment } from './keep-dispute.ts';
import {
  endPaymentTasks,
  openPaymentTask,
  reopenPaymentTask,
  type PaymentTaskKey,
} from '../obligations/payment-tasks.ts';
import { obligations } from '../schema/obligations.ts';

/**
 * Opens the task of an open dispute, once, and ends it when the dispute has ended. The firm's programs are told of both.
 * @param wasOpen by the record before
 */
export async function followDispute(
  tx: Db,
  payment: DisputedPayment & { readonly currency: Currency },
  { wasOpen, at }: { readonly wasOpen: boolean; readonly at: Date },
): Promise<void> {
  const { firmId, transactionId, disputed, dispute } = payment;
  const isOpen = disputed && (dispute === null || dispute.status === 'open');
  const outcome = dispute?.status ?? 'won';
  const needsNewResponse = await keepDispute(tx, payment, at);
  if (isOpen !== wasOpen) {
    const type = isOpen ? 'dispute.opened' : 'dispute.closed';
    const eventId = `${transactionId}_${type}_${at.getTime()}`;
    const data = { transactionId, ...(!isOpen && { outcome }) };
    await enqueueNotice(tx, { firmId, type, eventId, data, at });
  }
  if (!isOpen) {
    const key = { firmId, transactionId, kind: 'dispute' } as const;
    await endPaymentTasks(tx, key, { actor: ENGINE, at, answer: { outcome } });
    return;
  }
  const key = { firmId, transactionId, kind: 'dispute', subject: dispute?.id ?? '' } as const;
  if (dispute !== null && dispute.id !== '') await nameTask(tx, key);
  const amount = dispute?.amount ?? payment.amount;
  const summary = disputeSummary({ amount, currency: payment.currency }, dispute?.reason ?? null);
  const respondBy = dispute?.respondBy?.toISOString() ?? null;
  const dueAt = new Date(disputeDueAt(at.toISOString(), respondBy));
  // The response to an earlier round, or to an inquiry, does not answer this one (B16).
  await (needsNewResponse ? reopenPaymentTask : openPaymentTask)(tx, key, { summary, amount, at, dueAt });
}

/** A dispute that the processor had not named before is the same: it keeps its task. */
async function nameTask(tx: Db, { firmId, transactionId, kind, subject }: PaymentTaskKey): Promise<void> {
  await tx
    .update(obligations)
    .set({ subject })
    .where(
      and(
        eq(obligations.firmId, firmId),
        eq(obligations.transactionId, transactionId),
        eq(obligations.kind, kind),
        eq(obligations.subject, ''),
      ),
    );
}
