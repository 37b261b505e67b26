// Books a payment's losses where the bank took them (ADR 28). Each stage of a loss is posted once: what is taken when it
// opens, what becomes of it when it is decided. While a refund of the payment is under way, what was taken from
// operating waits for its outcome, because that says whether the client owes it.
import { and, eq, inArray, notInArray } from 'drizzle-orm';
import {
  disputeLost,
  disputeOpened,
  divideLoss,
  operatingReturned,
  paidTwice,
  takenFromOperating,
  takenFromTrust,
  trustReturned,
  type Loss,
  type LossPosting,
} from '@makewhole/domain/losses';
import { ZERO, money, sum, type Money } from '@makewhole/domain/money';
import type { ReceivedPart } from '@makewhole/domain/receipts';
import { UNPAID_ENDS } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { findPaymentPostings, postForPayment, type BookedPosting } from '../trust/payment-postings.ts';
import type { PaymentKey, PaymentRow } from '../lock-payment.ts';
import { askForMoney, wasPaidAnotherWay } from '../repayments/paid-twice.ts';
import { endRepaymentOfLost } from '../repayments/undo-repayment.ts';
import { allocations } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';
import { bookDisputeFee, bookReturnedFee } from './book-dispute-fee.ts';
import { isInOperatingStill, openLossTasks } from './loss-tasks.ts';
import { giveBack } from './give-back.ts';
import { undoReclaims } from './reclaim-trust.ts';
import { findLosses, isOwedByClient, type LossRow } from './record-losses.ts';

/** Brings the books up to what is known of the payment's losses. Its row must be locked. */
export async function bookLosses(
  tx: Db,
  payment: PaymentRow,
  received: readonly ReceivedPart[],
  at: Date,
): Promise<void> {
  const taken = (await findLosses(tx, payment)).filter(({ withdrawn }) => withdrawn);
  if (taken.length === 0) return;
  const waits = (await hasRefund(tx, payment)) || (await isOwedByClient(tx, payment));
  if (!waits && taken.some(({ status }) => status === 'lost')) await endRepaymentOfLost(tx, payment, at);
  for (const row of taken) {
    const booked = await findBooked(tx, row);
    const loss = lossOf(row, payment, received);
    const post = (wanted: readonly LossPosting[]) => postLoss(tx, row, wanted, at);
    if (row.kind === 'return') {
      await post(trustReturned(loss));
      const isDone = booked.some(({ step, leg }) => step === 'return_debited' || leg === 'operating');
      if (waits || isDone) continue;
      if (await wasPaidAnotherWay(tx, payment)) {
        await post(paidTwice('return', loss));
        await askForMoney(tx, payment, row, at);
        continue;
      }
      await post(operatingReturned(loss));
      await openDue(tx, payment, row, loss, at);
      continue;
    }
    const isBooked = (step: LossPosting['step']) => booked.some((one) => one.step === step);
    if (!isBooked('dispute_opened')) {
      await post(disputeOpened(loss));
      if (takenFromTrust(loss) > 0) await undoReclaims(tx, payment, at);
    }
    if (!isBooked('dispute_fee')) await bookDisputeFee(tx, row, loss, at);
    if (row.status === 'won') {
      // It may have been posted just now.
      const fees = (await findBooked(tx, row)).filter(({ step }) => step === 'dispute_fee');
      await bookReturnedFee(tx, row, fees, at);
      await giveBack(tx, payment, row, loss, at);
    }
    if (row.status !== 'lost' || waits || isBooked('dispute_lost')) continue;
    if (isBooked('paid_twice')) continue;
    if (await wasPaidAnotherWay(tx, payment)) {
      await post(paidTwice('dispute', loss));
      await askForMoney(tx, payment, row, at);
      continue;
    }
    await post(disputeLost(loss));
    await openDue(tx, payment, row, loss, at);
  }
}

/** What of a payment's losses the bank took after its refund was paid out. */
export type LostAfterRefund = {
  /** In all. */
  readonly amount: Money;
  /** From operating: when the payment was returned, and when the dispute opened. */
  readonly returned: Money;
  readonly disputed: Money;
  readonly fromTrust: Money;
};

/** What the refund of a lost payment must book of the loss; null if none is recorded. */
export async function findLostAfterRefund(
  tx: Db,
  payment: PaymentRow,
  received: readonly ReceivedPart[],
): Promise<LostAfterRefund | null> {
  const lost = await findLost(tx, payment);
  if (lost.length === 0) return null;
  const takenBy = (wanted: LossRow['kind']) =>
    sum(
      lost
        .filter(({ kind }) => kind === wanted)
        .map((row) => takenFromOperating(lossOf(row, payment, received))),
    );
  return {
    amount: sum(lost.map(({ amount }) => amount)),
    returned: takenBy('return'),
    disputed: takenBy('dispute'),
    fromTrust: sum(lost.map((row) => takenFromTrust(lossOf(row, payment, received)))),
  };
}

/** The payment's losses that are final. */
export async function findLost(tx: Db, key: PaymentKey): Promise<LossRow[]> {
  return (await findLosses(tx, key)).filter(({ status, withdrawn }) => status === 'lost' && withdrawn);
}

/** A recorded loss, divided into the parts of its payment. */
function lossOf(
  { amount, debits }: Pick<LossRow, 'amount' | 'debits'>,
  { matterId }: Pick<PaymentRow, 'matterId'>,
  received: readonly ReceivedPart[],
): Loss {
  return { ...divideLoss(received, amount, debits), matterId, debits };
}

async function findBooked(tx: Db, row: LossRow): Promise<(BookedPosting & Pick<LossPosting, 'leg'>)[]> {
  return (await findPaymentPostings(tx, row)).filter(({ causeId }) => causeId === row.id);
}

function postLoss(tx: Db, row: LossRow, wanted: readonly LossPosting[], at: Date): Promise<void> {
  const { firmId, transactionId, id: causeId, takenOn } = row;
  return postForPayment(
    tx,
    { firmId, transactionId, causeId, at, effectiveOn: takenOn ?? undefined },
    wanted,
  );
}

/** Opens what a final loss owes, and marks the invoice payments that it took in full (R8). */
async function openDue(tx: Db, payment: PaymentRow, row: LossRow, loss: Loss, at: Date): Promise<void> {
  const taken = money(row.trustAmount - takenFromTrust(loss));
  const shielded = (await isInOperatingStill(tx, payment, taken, at)) ? ZERO : taken;
  await openLossTasks(tx, payment, row, { parts: loss.parts, shielded, at });
  const undone = await tx
    .select({ id: allocations.id, amount: allocations.amount })
    .from(allocations)
    .where(and(eq(allocations.firmId, payment.firmId), eq(allocations.transactionId, payment.transactionId)));
  const whole = undone.filter(({ id, amount }) =>
    loss.parts.some((part) => part.allocationId === id && part.amount === amount),
  );
  if (whole.length === 0) return;
  const ids = whole.map(({ id }) => id);
  await tx
    .update(allocations)
    .set({ reversedAt: at })
    .where(and(eq(allocations.firmId, payment.firmId), inArray(allocations.id, ids)));
}

/** Whether one of our refunds pays the payment back, or did. */
async function hasRefund(tx: Db, { firmId, transactionId }: PaymentKey): Promise<boolean> {
  const found = await tx
    .select({ id: refunds.id })
    .from(refunds)
    .where(
      and(
        eq(refunds.firmId, firmId),
        eq(refunds.transactionId, transactionId),
        notInArray(refunds.status, [...UNPAID_ENDS]),
      ),
    )
    .limit(1);
  return found.length > 0;
}
