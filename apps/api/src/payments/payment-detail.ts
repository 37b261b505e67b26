import { findLosses } from '@makewhole/db/losses/record-losses';
import { listPaymentTasks } from '@makewhole/db/obligations/payment-tasks';
import { findAllocations } from '@makewhole/db/payments/find-allocations';
import { findApplications } from '@makewhole/db/invoices/trust-applications';
import { findDispute } from '@makewhole/db/payments/find-dispute';
import { readConsistently } from '@makewhole/db/read-consistently';
import { previewRefund, type RefundPreview } from '@makewhole/db/refunds/preview-refund';
import { findLossAuthorizations } from '@makewhole/db/trust/loss-authorizations';
import type { TransactionId } from '@makewhole/domain/ids';
import type { Caller, Services } from '../context.ts';
import type { PaymentDetailBody } from './detail-schema.ts';
import { paymentDetailBody } from './payment-body.ts';

/** A payment with everything that its page shows at one instant; null if the firm has none of exactly that ID. */
export function findDetail(
  { db, processor: { creditDaysOf } }: Services,
  reader: Caller,
  transactionId: TransactionId,
): Promise<{ readonly preview: RefundPreview; readonly body: PaymentDetailBody } | null> {
  const { firmId } = reader;
  return readConsistently(db, async (tx) => {
    const preview = await previewRefund(tx, { firmId, transactionId, now: new Date(), creditDaysOf });
    return preview === null ? null : { preview, body: await detailOf(tx, reader, preview) };
  });
}

/** The body of a payment that was just written. */
export async function readDetail(
  services: Services,
  reader: Caller,
  transactionId: TransactionId,
): Promise<PaymentDetailBody> {
  const found = await findDetail(services, reader, transactionId);
  if (found === null) throw new Error(`The payment ${transactionId} vanished`);
  return found.body;
}

async function detailOf(db: Services['db'], reader: Caller, { payment, eligibility }: RefundPreview) {
  const { firmId } = reader;
  const { transactionId, disputed } = payment;
  const [allocations, applied, dispute, tasks, losses] = await Promise.all([
    findAllocations(db, { firmId, transactionId }),
    findApplications(db, { firmId, transactionId }),
    findDispute(db, { firmId, transactionId, disputed }),
    listPaymentTasks(db, firmId, [transactionId]),
    findLosses(db, { firmId, transactionId }),
  ]);
  const authorizations = await findLossAuthorizations(db, firmId, tasks);
  const found = { allocations, applied, dispute, tasks, losses, authorizations };
  return paymentDetailBody(payment, eligibility, found, reader);
}
