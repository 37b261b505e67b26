import { findPayment } from '@makewhole/db/payments/find-payment';
import { mirrorPayment } from '@makewhole/db/payments/mirror-payment';
import type { PaymentView } from '@makewhole/db/payments/payment-view';
import { recordDifference } from '@makewhole/db/reconciliation/record-difference';
import type { FirmId } from '@makewhole/domain/ids';
import { reconcilePayment } from '@makewhole/domain/reconcile-payment';
import { mirroredPayment } from '@makewhole/processor/mirrored-payment';
import type { ProcessorPayment } from '@makewhole/processor/port';
import type { RelayDependencies } from './relay.ts';
import { tellRefund } from './tell-refund.ts';

export type PaymentsPage = {
  readonly firmId: FirmId;
  readonly reconciliationId: string;
  readonly payments: readonly ProcessorPayment[];
  /** When the payment company was asked for them. */
  readonly asOf: Date;
};

/**
 * Brings our copies of payments up to what the payment company has: settled, disputed or returned meanwhile, or made and
 * never told of. A record that is of another amount than our copy is a difference, and is not taken over.
 */
export async function reconcilePayments(dependencies: RelayDependencies, page: PaymentsPage): Promise<void> {
  const { db } = dependencies;
  const { firmId, reconciliationId, payments, asOf } = page;
  for (const there of payments) {
    const here = await findPayment(db, { firmId, transactionId: there.transactionId });
    const difference = here === null ? null : reconcilePayment(here, there);
    if (difference !== null) {
      await recordDifference(db, { firmId, difference, reconciliationId, at: new Date() });
      continue;
    }
    const payment = mirroredPayment(there);
    if (payment === null) continue;
    await mirrorPayment(db, { firmId, payment, asOf });
    if (here !== null && here.refundId !== null && isNewlyInTrouble(here, there)) {
      await tellRefund(dependencies, { firmId, refundId: here.refundId });
    }
  }
}

/** Its webhook was lost: whoever refunds it must know (R12). */
function isNewlyInTrouble(here: PaymentView, there: ProcessorPayment): boolean {
  return (there.disputed && !here.disputed) || (there.status === 'returned' && here.status !== 'returned');
}
