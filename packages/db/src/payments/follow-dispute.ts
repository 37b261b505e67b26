// A dispute becomes a lawyer's task once our copy of the payment shows it, with or without a refund (B16), and ends by
// itself when the network has decided.
import type { Currency, Money } from '@makewhole/domain/money';
import { disputeSummary } from '@makewhole/domain/obligation-summaries';
import { disputeDueAt } from '@makewhole/domain/obligation-dates';
import type { FirmId, TransactionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { enqueueNotice } from '../events/enqueue-notice.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import type { ReportedDispute } from '../losses/record-losses.ts';
import { endPaymentTasks, openPaymentTask } from '../obligations/payment-tasks.ts';

/** A dispute as the processor's record has it. */
export type MirroredDispute = ReportedDispute & {
  /** The network's reason for it. */
  readonly reason: string;
  /** The network's deadline; null if the processor does not report one. */
  readonly respondBy: Date | null;
};

type DisputedPayment = {
  readonly firmId: FirmId;
  readonly transactionId: TransactionId;
  readonly amount: Money;
  readonly currency: Currency;
  readonly disputed: boolean;
  /** Null if it never had one, or the record does not say. */
  readonly dispute: MirroredDispute | null;
};

/**
 * Opens the task of an open dispute, once, and ends it when the dispute has ended. The firm's programs are told of both.
 * @param wasOpen by the record before
 */
export async function followDispute(
  tx: Db,
  payment: DisputedPayment,
  { wasOpen, at }: { readonly wasOpen: boolean; readonly at: Date },
): Promise<void> {
  const { firmId, transactionId, disputed, dispute } = payment;
  const isOpen = disputed && (dispute === null || dispute.status === 'open');
  const outcome = dispute?.status ?? 'won';
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
  const amount = dispute?.amount ?? payment.amount;
  const summary = disputeSummary({ amount, currency: payment.currency }, dispute?.reason ?? null);
  const respondBy = dispute?.respondBy?.toISOString() ?? null;
  const dueAt = new Date(disputeDueAt(at.toISOString(), respondBy));
  await openPaymentTask(tx, key, { summary, amount, at, dueAt });
}
