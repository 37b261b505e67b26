// The receipt of a payment in the books (B15), however we learned of it, and its losses (ADR 28). The payment's state
// decides what must be posted: its receipt once it settled, the move to its matter or invoice once that is known, a loss
// once the bank took the money back. Each is posted once under its own key, so retries and concurrent calls post nothing
// more.
import { sql, type SQL } from 'drizzle-orm';
import { dateIn } from '@makewhole/domain/bank-calendar';
import { money, sum } from '@makewhole/domain/money';
import {
  receiptApplied,
  receiptAssigned,
  receiptsOf,
  type ReceiptPosting,
  type ReceiptStep,
  type ReceivedPart,
} from '@makewhole/domain/receipts';
import type { Db } from '../connect.ts';
import { findFirm } from '../firms/find-firm.ts';
import { findPaymentPostings, postForPayment, type BookedPosting } from '../trust/payment-postings.ts';
import { lockPayment, type PaymentKey, type PaymentRow } from '../lock-payment.ts';
import { hasPaymentPosting } from '../ledger/payment-posting.ts';
import { bookLosses, findLostAfterRefund, type LostAfterRefund } from '../losses/book-losses.ts';
import { findParts } from '../losses/find-parts.ts';
import { IS_LOST, findLosses, recordKnownLosses } from '../losses/record-losses.ts';
import { takeBackOwed } from './book-owed.ts';

/**
 * Brings the books up to the payment's current state. Posts nothing for a payment that has not settled or that
 * nobody has assigned, nor for a refund. Trust money that arrived before the account's books began is in its opening
 * balances: its receipt is void (ADR 54).
 * @param at when the new facts became known; a receipt is recorded then, and takes effect on the day of its settlement
 */
export async function bookPayment(tx: Db, key: PaymentKey, at: Date): Promise<void> {
  const payment = await lockPayment(tx, key);
  if (payment === undefined || payment.type === 'refund' || payment.settledAt === null) return;
  if (payment.unassigned) return;
  const parts = await findParts(tx, key);
  const booked = await findPaymentPostings(tx, key);
  // A void receipt has no entries.
  const isReceived =
    booked.some(({ step }) => step === 'receipt') || (await hasPaymentPosting(tx, key, ['receipt']));
  if (!isReceived) {
    const { timeZone } = await findFirm(tx, key, at);
    const effectiveOn = dateIn(payment.settledAt.toISOString(), timeZone);
    await postForPayment(tx, { ...key, at, effectiveOn }, receiptsOf(parts, payment.matterId));
  } else {
    await postForPayment(tx, { ...key, at }, movesOf(payment, parts, booked));
  }
  await recordKnownLosses(tx, payment, { at });
  await bookLosses(tx, payment, parts, at);
  const isKnown = (await findLosses(tx, payment)).length > 0;
  if (isKnown) await takeBackOwed(tx, payment, await findLostAfterRefund(tx, payment, parts), at);
}

/**
 * Books what the bank took back of a payment whose refund was paid out.
 * @returns what the refund itself must book of it; null if no loss is recorded
 */
export async function bookPaymentLostAfterRefund(
  tx: Db,
  key: PaymentKey,
  at: Date,
): Promise<LostAfterRefund | null> {
  await bookPayment(tx, key, at);
  const payment = await lockPayment(tx, key);
  if (payment === undefined || payment.settledAt === null) return null;
  return findLostAfterRefund(tx, payment, await findParts(tx, key));
}

/** Whether a payment's receipt is posted and the bank did not take it back: for queries that have the payment's row. */
export function isInTheBooks(): SQL<boolean> {
  return sql<boolean>`(EXISTS (${postedOf('receipt')}) AND NOT EXISTS (${postedOf('receipt_returned')})
    AND NOT ${IS_LOST})`;
}

function postedOf(step: ReceiptStep): SQL {
  // The unique index of postings has the refund's column before the transaction's.
  return sql`SELECT FROM postings b WHERE b.firm_id = payments.firm_id AND b.refund_id IS NULL
    AND b.transaction_id = payments.transaction_id AND b.step = ${sql.raw(`'${step}'`)}`;
}

/** What became known since the receipt was posted: the matter of trust money, the invoice of operating money. */
function movesOf(
  { matterId }: PaymentRow,
  parts: readonly ReceivedPart[],
  booked: readonly BookedPosting[],
): ReceiptPosting[] {
  const unidentified = booked
    .flatMap(({ entries }) => entries)
    .filter(({ account }) => account === 'unidentified_trust_liability')
    .map(({ amount }) => amount);
  const owed = money(-sum(unidentified));
  // What the bank took back pays no invoice any more.
  const isReversed = booked.some(({ step }) => step === 'receipt_returned' || step === 'dispute_lost');
  return [
    ...(matterId === null || owed === 0 ? [] : [receiptAssigned(owed, matterId)]),
    ...parts.flatMap(({ allocationId, amount }) =>
      isReversed || allocationId === null || booked.some((one) => one.allocationId === allocationId)
        ? []
        : [receiptApplied(amount, allocationId)],
    ),
  ];
}
