import { approvalReasons, type ApprovalReason } from '@makewhole/domain/approval-reasons';
import { returnRiskUntil } from '@makewhole/domain/eligibility';
import { isPayerNotClient } from '@makewhole/domain/payer-and-client';
import { findLegAccounts } from './find-leg-accounts.ts';
import type { Db } from '../connect.ts';
import type { FirmView } from '../firms/find-firm.ts';
import type { PaymentView } from '../payments/payment-view.ts';

/** Why a second person must approve a refund of this payment, requested now; empty if nobody has to (B8). */
export async function findApprovalReasons(
  db: Db,
  firm: FirmView,
  payment: PaymentView,
  now: Date,
): Promise<ApprovalReason[]> {
  const key = { firmId: firm.id, transactionId: payment.transactionId };
  return approvalReasons(firm, {
    amount: payment.amount,
    legs: await findLegAccounts(db, key, payment.legs),
    payerIsNotClient: isPayerNotClient(payment.payer.name, payment.clientName),
    isReturnable: returnRiskUntil(payment, now.toISOString()) !== null,
  });
}
