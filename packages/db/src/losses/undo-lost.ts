// The bank gave back a dispute that had been lost, where no refund paid the payment back: what was booked of the loss is
// undone, with what people decided about its invoices, and what is still owed of it is not any more. Trust money that was
// moved to operating because of it is the client's again: a lawyer brings it back (ADR 46).
import { and, eq, inArray } from 'drizzle-orm';
import { negate } from '@makewhole/domain/money';
import { lossRestoreSummary } from '@makewhole/domain/obligation-summaries';
import { TRUST_STEPS } from '@makewhole/domain/obligations';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { invoiceSubject } from '../invoices/invoice-payments.ts';
import type { PaymentRow } from '../lock-payment.ts';
import { endPaymentTasks, openPaymentTask } from '../obligations/payment-tasks.ts';
import { allocations } from '../schema/payments.ts';
import { postForPayment, type BookedPosting } from '../trust/payment-postings.ts';
import type { LossRow } from './record-losses.ts';

const UNDONE: readonly BookedPosting['step'][] = ['dispute_lost', 'paid_twice', 'write_off', 'credit_note'];

/** @param booked what is posted of the loss */
export async function undoLost(
  tx: Db,
  { currency }: Pick<PaymentRow, 'currency'>,
  row: LossRow,
  booked: readonly BookedPosting[],
  at: Date,
): Promise<void> {
  const undone = booked.filter(({ step }) => UNDONE.includes(step));
  if (undone.length === 0) return;
  const { firmId, transactionId, id: causeId } = row;
  await postForPayment(tx, { firmId, transactionId, causeId, at }, undone.map(inverseOf));
  const payment = { firmId, transactionId };
  const by = { actor: ENGINE, at, answer: { outcome: 'won' } } as const;
  for (const step of TRUST_STEPS) {
    await endPaymentTasks(tx, { ...payment, kind: `trust_${step}`, subject: causeId }, by);
  }
  if (booked.some(({ step }) => step === 'trust_payment')) {
    const amount = row.trustAmount;
    const summary = lossRestoreSummary({ amount, currency });
    const restore = { ...payment, kind: 'trust_restore', subject: causeId } as const;
    await openPaymentTask(tx, restore, { summary, amount, at });
  }
  const paid = undone.flatMap(({ allocationId }) => (allocationId === null ? [] : [allocationId]));
  for (const allocationId of paid) {
    const subject = invoiceSubject({ causeId, allocationId });
    await endPaymentTasks(tx, { ...payment, kind: 'invoice_decision', subject }, by);
  }
  if (paid.length === 0) return;
  await tx
    .update(allocations)
    .set({ reversedAt: null })
    .where(and(eq(allocations.firmId, firmId), inArray(allocations.id, paid)));
}

/** The inverse of a posting about a loss, as its correction: a loss may be undone only once. */
export function inverseOf({ step, leg, allocationId, entries }: BookedPosting) {
  return {
    ...{ step, leg, allocationId, correction: 1 },
    entries: entries.map((entry) => ({ ...entry, amount: negate(entry.amount) })),
  };
}
