// The bank gives back what it had taken for a dispute, whether it had been lost before or not (ADR 46): what was booked
// of it is undone, and what people had moved meanwhile becomes a person's task.
import { disputeWon, takenFromTrust, type Loss, type LossPosting } from '@makewhole/domain/losses';
import type { Db } from '../connect.ts';
import type { PaymentRow } from '../lock-payment.ts';
import { findPaymentPostings, postForPayment } from '../trust/payment-postings.ts';
import { reclaimTrust } from './reclaim-trust.ts';
import type { LossRow } from './record-losses.ts';
import { undoLost } from './undo-lost.ts';

/** Books it once, whatever was posted of the loss before. */
export async function giveBack(
  tx: Db,
  payment: PaymentRow,
  row: LossRow,
  loss: Loss,
  at: Date,
): Promise<void> {
  const { firmId, transactionId, id: causeId } = row;
  const booked = (await findPaymentPostings(tx, row)).filter((one) => one.causeId === causeId);
  const isNew = !booked.some(({ step }) => step === 'dispute_won');
  const opened: Omit<LossPosting, 'step'>[] = booked.filter(({ step }) => step === 'dispute_opened');
  await postForPayment(tx, { firmId, transactionId, causeId, at }, disputeWon(opened));
  await undoLost(tx, payment, row, booked, at);
  if (isNew) await reclaimTrust(tx, payment, row, takenFromTrust(loss), at);
}
