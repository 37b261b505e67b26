import { findLosses } from '@makewhole/db/losses/record-losses';
import { listPaymentTasks } from '@makewhole/db/obligations/payment-tasks';
import { findAllocations } from '@makewhole/db/payments/find-allocations';
import { findApplications } from '@makewhole/db/invoices/trust-applications';
import { findDispute } from '@makewhole/db/payments/find-dispute';
import { findLikelyDuplicates } from '@makewhole/db/payments/find-likely-duplicates';
import type { RefundPreview } from '@makewhole/db/refunds/preview-refund';
import { findLossAuthorizations } from '@makewhole/db/trust/loss-authorizations';
import type { Caller, Services } from '../context.ts';
import { paymentDetailBody } from './payment-body.ts';

/** A payment with everything that its page shows. */
export async function detailOf(db: Services['db'], reader: Caller, { payment, eligibility }: RefundPreview) {
  const { firmId } = reader;
  const { transactionId, disputed } = payment;
  const [allocations, applied, dispute, tasks, losses, duplicates] = await Promise.all([
    findAllocations(db, { firmId, transactionId }),
    findApplications(db, { firmId, transactionId }),
    findDispute(db, { firmId, transactionId, disputed }),
    listPaymentTasks(db, firmId, [transactionId]),
    findLosses(db, { firmId, transactionId }),
    findLikelyDuplicates(db, firmId, payment),
  ]);
  const authorizations = await findLossAuthorizations(db, firmId, tasks);
  const found = { allocations, applied, dispute, tasks, losses, authorizations, duplicates };
  return paymentDetailBody(payment, eligibility, found, reader);
}
