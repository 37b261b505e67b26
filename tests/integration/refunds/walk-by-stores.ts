// A refund carried by the stores alone, without workflow and processor.
import { creditDaysOf } from '@makewhole/processor/connect-processor';
import type { Db } from '@makewhole/db/connect';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { findRefund, type RefundView } from '@makewhole/db/refunds/refund-view';
import { acceptRefund, beginSubmission, recordSend } from '@makewhole/db/refunds/submit-refund';
import type { FirmId, RefundId } from '@makewhole/domain/ids';
import { askRefund, givePayment, type SmallFirm, type WantedPayment } from '../../support/small-firm.ts';
import { debitOperating, reverseInvoicePayments } from '@makewhole/db/refunds/post-acceptance';
import { openTrustSteps } from '@makewhole/db/trust/open-trust-steps';

export type WalkedRefund = { readonly firmId: FirmId; readonly refundId: RefundId };

/** A refund that was noted. @param now when it was asked for */
export async function recordRefund(
  db: Db,
  firm: SmallFirm,
  parts: WantedPayment['parts'],
  now = new Date(),
): Promise<WalkedRefund> {
  const outcome = await askRefund(db, firm, await givePayment(db, null, firm, { parts }), { now });
  if (outcome.kind !== 'noted') throw new Error(`The refund was not noted: ${outcome.kind}`);
  return { firmId: firm.firmId, refundId: outcome.refund.id };
}

/** A refund that the processor has, with nothing booked yet. @param at when it was asked for and accepted */
export async function acceptedRefund(
  db: Db,
  firm: SmallFirm,
  parts: WantedPayment['parts'],
  at = new Date(),
): Promise<WalkedRefund> {
  const refund = await recordRefund(db, firm, parts, at);
  await acceptByStores(db, refund, at);
  return refund;
}

/** The processor has the refund that was noted. */
export async function acceptByStores(db: Db, refund: WalkedRefund, at = new Date()): Promise<void> {
  await beginSubmission(db, refund, at);
  await recordSend(db, refund, at);
  await acceptRefund(db, refund, { processorRefundId: `re_${refund.refundId}`, at, creditDaysOf });
}

/** Books all that follows from the acceptance, as the three activities do side by side. */
export async function moveBooks(db: Db, refund: WalkedRefund): Promise<void> {
  const at = new Date();
  await Promise.all([
    debitOperating(db, refund, at),
    reverseInvoicePayments(db, refund, at),
    openTrustSteps(db, refund, at),
  ]);
}

/** The client has the money, so that all is owed. @param at when they got it */
export async function payOut(db: Db, refund: WalkedRefund, at = new Date()): Promise<void> {
  await moveBooks(db, refund);
  await markSucceeded(db, refund, at);
}

export async function viewOf(db: Db, refund: WalkedRefund): Promise<RefundView> {
  const found = await findRefund(db, refund);
  if (found === null) throw new Error(`Refund ${refund.refundId} is gone`);
  return found;
}
