// Adopts a refund that somebody made directly at the payment processor (B12): from then on we follow its books,
// invoices and trust steps like any other's.
import { and, eq } from 'drizzle-orm';
import { REFUSAL_MESSAGES, type RefusalCode } from '@makewhole/domain/eligibility';
import { BOOKING_REFUSALS } from '@makewhole/domain/external-refund';
import type { FirmId, PrincipalId, RefundId } from '@makewhole/domain/ids';
import { isDrawnOnTrust } from '@makewhole/domain/payments';
import type { CreditDaysOf } from '@makewhole/domain/processor-capabilities';
import type { RefundRecord } from '@makewhole/domain/processor-record';
import { findLegAccounts } from './find-leg-accounts.ts';
import type { Db } from '../connect.ts';
import { findDrawnOnRefusal } from './drawn-on-refusal.ts';
import { findFirm } from '../firms/find-firm.ts';
import type { RefundView } from './refund-view.ts';
import { acceptRefund, beginSubmission } from './submit-refund.ts';
import { lockPayment } from '../lock-payment.ts';
import { reconciliationDifferences } from '../schema/reconciliation.ts';
import { findPayment, type PaymentView } from '../payments/payment-view.ts';
import { findPermissions } from '../users/find-permissions.ts';
import { insertRefund, readBack } from './request-refund.ts';

export type BookingRequest = {
  readonly firmId: FirmId;
  readonly differenceId: string;
  readonly principalId: PrincipalId;
  /** For the matter's users (R3). */
  readonly reason: string;
  /** As the payment processor has it now. */
  readonly refund: RefundRecord;
  readonly now: Date;
  readonly creditDaysOf: CreditDaysOf;
};

export type Booking =
  | { readonly kind: 'booked'; readonly refund: RefundView }
  | { readonly kind: 'already_refunded'; readonly refundId: RefundId }
  | {
      readonly kind: 'refused';
      readonly message: string;
      /** The reason, where it would also rule out a refund made through us. */
      readonly reason?: RefusalCode;
    };

/** Records the refund as accepted by the processor. Of bookings that race for one payment, one succeeds (B1, R4). */
export async function bookExternalRefund(db: Db, request: BookingRequest): Promise<Booking> {
  const { firmId, principalId, reason, refund, now, creditDaysOf } = request;
  return db.transaction(async (tx) => {
    const paid = { firmId, transactionId: refund.transactionId };
    await lockPayment(tx, paid);
    const payment = await findPayment(tx, paid);
    if (payment === null) return refused(BOOKING_REFUSALS.payment_unknown);
    if (payment.refundId !== null) return { kind: 'already_refunded', refundId: payment.refundId };
    if (!(await isToBeExplained(tx, request))) return refused(BOOKING_REFUSALS.explained);
    if (refund.status === 'failed' || refund.status === 'returned') {
      return refused(BOOKING_REFUSALS.came_back);
    }
    if (refund.amount !== payment.amount || refund.currency !== payment.currency) {
      return refused(BOOKING_REFUSALS.partial);
    }
    if (payment.unassigned) {
      return { kind: 'refused', message: REFUSAL_MESSAGES.allocation_unknown, reason: 'allocation_unknown' };
    }
    if (payment.matterId === null && payment.legs.some(({ account }) => account === 'trust')) {
      // Without a matter nobody could complete its trust steps, and it would never close (R5, B5).
      return { kind: 'refused', message: REFUSAL_MESSAGES.matter_unknown, reason: 'matter_unknown' };
    }
    if (!payment.inTheBooks) return refused(REFUSAL_MESSAGES.not_in_the_books);
    const drawnOn = await findDrawnOnRefusal(tx, paid, payment);
    if (drawnOn !== null) return { kind: 'refused', message: REFUSAL_MESSAGES[drawnOn], reason: drawnOn };
    if (!(await mayBook(tx, request, payment))) return refused(BOOKING_REFUSALS.drawn_on_trust);
    const inserted = await insertRefund(tx, {
      firmId,
      principalId,
      payment,
      reason,
      internalNote: null,
      // The money has already left: there is nothing to approve.
      approvalReasons: [],
      trustStepsFrom: (await findFirm(tx, { firmId }, now)).trustStepsFrom,
      trustBalanceDays: null,
      now,
      creditDaysOf,
    });
    if ('refusal' in inserted) return refused(inserted.refusal.message);
    const { refundId } = inserted;
    const key = { firmId, refundId };
    await beginSubmission(tx, key, now);
    const foundBy = { actor: principalId, note: reason };
    const accepted = await acceptRefund(tx, key, {
      ...{ processorRefundId: refund.id, at: now, foundBy },
      creditDaysOf,
    });
    // Under the payment's lock nothing else can have claimed it. If something did, roll back rather than keep a false
    // booking.
    if (accepted.kind !== 'accepted') throw new Error(`${refund.id} could not be booked: ${accepted.kind}`);
    return { kind: 'booked', refund: await readBack(tx, firmId, refundId) };
  });
}

/** What was drawn on trust left it without a lawyer's word, so a lawyer must look at it. */
async function mayBook(
  tx: Db,
  { firmId, principalId }: BookingRequest,
  payment: PaymentView,
): Promise<boolean> {
  const key = { firmId, transactionId: payment.transactionId };
  const legs = await findLegAccounts(tx, key, payment.legs);
  const may = await findPermissions(tx, { firmId, principalId });
  return may('trust.authorize') || !legs.some(isDrawnOnTrust);
}

async function isToBeExplained(tx: Db, { firmId, differenceId, refund }: BookingRequest): Promise<boolean> {
  const found = await tx
    .select({ id: reconciliationDifferences.id })
    .from(reconciliationDifferences)
    .where(
      and(
        eq(reconciliationDifferences.firmId, firmId),
        eq(reconciliationDifferences.id, differenceId),
        eq(reconciliationDifferences.processorRefundId, refund.id),
        eq(reconciliationDifferences.status, 'open'),
      ),
    );
  return found.length === 1;
}

function refused(message: string): Booking {
  return { kind: 'refused', message };
}
