// The bank gave back a dispute that had been lost, where no refund paid the payment back: what was booked of the loss is
// undone, with what people decided about its invoices, and what is still owed of it is not any more.
import { and, eq, inArray } from 'drizzle-orm';
import { negate } from '@makewhole/domain/money';
import { TRUST_STEPS } from '@makewhole/domain/obligations';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { invoiceSubject } from '../invoices/invoice-payments.ts';
import { endPaymentTasks } from '../obligations/payment-tasks.ts';
import { allocations } from '../schema/payments.ts';
import { postForPayment, type BookedPosting } from '../trust/payment-postings.ts';
import type { LossRow } from './record-losses.ts';

const UNDONE: readonly BookedPosting['step'][] = ['dispute_lost', 'paid_twice', 'write_off', 'credit_note'];

/** @param booked what is posted of the loss */
export async function undoLost(
  tx: Db,
  row: LossRow,
  booked: readonly BookedPosting[],
  at: Date,
): Promise<void> {
  const undone = booked.filter(({ step }) => UNDONE.includes(step));
  if (undone.length === 0) return;
  const { firmId, transactionId, id: causeId } = row;
  const inverse = undone.map(({ step, leg, allocationId, entries }) => ({
    ...{ step, leg, allocationId, correction: 1 },
    entries: entries.map((entry) => ({ ...entry, amount: negate(entry.amount) })),
  }));
  await postForPayment(tx, { firmId, transactionId, causeId, at }, inverse);
  const payment = { firmId, transactionId };
  const by = { actor: ENGINE, at, answer: { outcome: 'won' } } as const;
  for (const step of TRUST_STEPS) {
    await endPaymentTasks(tx, { ...payment, kind: `trust_${step}`, subject: causeId }, by);
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
