// The receipt of a payment in the books (B15), however we learned of it. The payment's state decides what must be
// posted: its receipt once it settled, the move to its matter or invoice once that is known, the return once the bank
// took the money back. Each is posted once under its own key, so retries and concurrent calls post nothing more.
import { and, eq, isNull, notInArray, sql, type SQL } from 'drizzle-orm';
import { money, sum } from '@makewhole/domain/money';
import {
  receiptApplied,
  receiptAssigned,
  receiptsOf,
  receiptsReturned,
  type ReceiptPosting,
  type ReceiptStep,
  type ReceivedPart,
} from '@makewhole/domain/receipts';
import { UNPAID_ENDS } from '@makewhole/domain/refund-states';
import type { Db } from '../connect.ts';
import { insertPosting } from '../ledger/insert-posting.ts';
import { creditTrust, debitTrust } from '../trust/trust-hold.ts';
import { ledgerEntries, postings } from '../schema/ledger.ts';
import { allocations, paymentItems } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';
import { lockPayment, type PaymentKey, type PaymentRow } from '../lock-payment.ts';

/**
 * Brings the books up to the payment's current state. Posts nothing for a payment that has not settled, nor for a
 * refund.
 * @param at when the new facts became known; a receipt is posted as of its settlement
 */
export async function bookPayment(tx: Db, key: PaymentKey, at: Date): Promise<void> {
  const payment = await lockPayment(tx, key);
  if (payment === undefined || payment.type === 'refund' || payment.settledAt === null) return;
  const parts = await findParts(tx, key);
  const booked = await findBooked(tx, key);
  if (booked.some(({ step }) => step === 'receipt_returned')) return;
  if (!booked.some(({ step }) => step === 'receipt')) {
    await postAll(tx, payment, receiptsOf(parts, payment.matterId), payment.settledAt);
  } else {
    await postAll(tx, payment, movesOf(payment, parts, booked), at);
  }
  // After a refund, the client bears the loss, because they have the money twice: it is booked with the refund (B6).
  if (isLost(payment) && !(await hasRefund(tx, key)) && !(await isOwedByClient(tx, key))) {
    await postAll(tx, payment, receiptsReturned(parts, payment.matterId), at);
    await tx
      .update(allocations)
      .set({ reversedAt: at })
      .where(and(eq(allocations.firmId, key.firmId), eq(allocations.transactionId, key.transactionId)));
  }
}

/** Whether a payment's receipt is posted and not reversed by the bank: for queries that have the payment's row. */
export function isInTheBooks(): SQL<boolean> {
  return sql<boolean>`(EXISTS (${postedOf('receipt')}) AND NOT EXISTS (${postedOf('receipt_returned')}))`;
}

function postedOf(step: ReceiptStep): SQL {
  // The unique index of postings has the refund's column before the transaction's.
  return sql`SELECT FROM postings b WHERE b.firm_id = payments.firm_id AND b.refund_id IS NULL
    AND b.transaction_id = payments.transaction_id AND b.step = ${sql.raw(`'${step}'`)}`;
}

/** Whether the bank took the money back from the firm. */
function isLost({ status, disputeLost }: PaymentRow): boolean {
  return status === 'returned' || disputeLost;
}

async function findParts(tx: Db, { firmId, transactionId }: PaymentKey): Promise<ReceivedPart[]> {
  const items = await tx
    .select({ account: paymentItems.account, amount: paymentItems.amount })
    .from(paymentItems)
    .where(and(eq(paymentItems.firmId, firmId), eq(paymentItems.transactionId, transactionId)));
  const allocated = await tx
    .select({ allocationId: allocations.id, amount: allocations.amount })
    .from(allocations)
    .where(and(eq(allocations.firmId, firmId), eq(allocations.transactionId, transactionId)));
  const paying = allocated.map((one) => ({ ...one, account: 'operating' as const }));
  const totalOf = (account: string) =>
    sum(items.filter((item) => item.account === account).map(({ amount }) => amount));
  const unapplied = money(totalOf('operating') - sum(paying.map(({ amount }) => amount)));
  return [
    ...paying,
    { account: 'operating', amount: unapplied, allocationId: null },
    { account: 'trust', amount: totalOf('trust'), allocationId: null },
  ];
}

type BookedLine = Awaited<ReturnType<typeof findBooked>>[number];

function findBooked(tx: Db, { firmId, transactionId }: PaymentKey) {
  const { step, allocationId } = postings;
  return tx
    .select({ step, allocationId, account: ledgerEntries.account, amount: ledgerEntries.amount })
    .from(postings)
    .innerJoin(ledgerEntries, eq(ledgerEntries.postingId, postings.id))
    .where(
      and(eq(postings.firmId, firmId), isNull(postings.refundId), eq(postings.transactionId, transactionId)),
    );
}

/** What became known since the receipt was posted: the matter of trust money, the invoice of operating money. */
function movesOf(
  { matterId }: PaymentRow,
  parts: readonly ReceivedPart[],
  booked: readonly BookedLine[],
): ReceiptPosting[] {
  const unidentified = booked
    .filter(({ account }) => account === 'unidentified_trust_liability')
    .map(({ amount }) => amount);
  const owed = money(-sum(unidentified));
  return [
    ...(matterId === null || owed === 0 ? [] : [receiptAssigned(owed, matterId)]),
    ...parts.flatMap(({ allocationId, amount }) =>
      allocationId === null || booked.some((line) => line.allocationId === allocationId)
        ? []
        : [receiptApplied(amount, allocationId)],
    ),
  ];
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

/** Whether the loss is already booked as the client's debt, even if the refund behind it has failed since (B6). */
async function isOwedByClient(tx: Db, { firmId, transactionId }: PaymentKey): Promise<boolean> {
  const found = await tx
    .select({ id: postings.id })
    .from(postings)
    .innerJoin(refunds, and(eq(refunds.firmId, postings.firmId), eq(refunds.id, postings.refundId)))
    .where(
      and(
        eq(postings.firmId, firmId),
        eq(refunds.transactionId, transactionId),
        eq(postings.step, 'original_bounced'),
      ),
    )
    .limit(1);
  return found.length > 0;
}

/** Posts what is not posted yet, and updates the matter's trust balance to match the ledger (B4). */
async function postAll(
  tx: Db,
  { firmId, transactionId }: PaymentKey,
  wanted: readonly ReceiptPosting[],
  at: Date,
): Promise<void> {
  for (const { entries, ...key } of wanted) {
    if (!(await insertPosting(tx, { firmId, transactionId, at }, key, entries))) continue;
    for (const { matterId, amount } of entries) {
      if (matterId === null) continue;
      if (amount < 0) await creditTrust(tx, { firmId, matterId, amount: money(-amount) });
      else await debitTrust(tx, { firmId, matterId, amount });
    }
  }
}
