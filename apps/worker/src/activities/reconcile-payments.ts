import { keepPayment } from '@makewhole/db/payments/keep-payment';
import { findPayment, type PaymentView } from '@makewhole/db/payments/payment-view';
import { recordDifference } from '@makewhole/db/reconciliation/record-difference';
import type { ConnectionId, FirmId } from '@makewhole/domain/ids';
import { reconcilePayment } from '@makewhole/domain/reconciliation/compare-payment';
import type { ProcessorPayment, UnreadableRecord } from '@makewhole/processor/port';
import { readRecord } from '@makewhole/processor/read-record';
import type { WorkerDependencies } from './dependencies.ts';
import { signalRefund } from './signal-refund.ts';

export type PaymentsPage = {
  readonly firmId: FirmId;
  /** The connection whose records they are. */
  readonly connectionId: ConnectionId;
  readonly reconciliationId: string;
  readonly records: readonly (ProcessorPayment | UnreadableRecord)[];
  /** When the payment processor was asked for them. */
  readonly asOf: Date;
};

/**
 * Brings our copies of payments up to date with the payment processor: settled, disputed or returned meanwhile, or
 * created but never reported. A record with another amount than our copy, or an unusable one, is a difference and is
 * not copied; the next one is checked regardless.
 */
export async function reconcilePayments(dependencies: WorkerDependencies, page: PaymentsPage): Promise<void> {
  for (const record of page.records) await reconcileRecord(dependencies, page, record);
}

async function reconcileRecord(
  dependencies: WorkerDependencies,
  { firmId, connectionId, reconciliationId, asOf }: PaymentsPage,
  record: ProcessorPayment | UnreadableRecord,
): Promise<void> {
  const { db } = dependencies;
  const read = readRecord(record);
  if (read.kind === 'unusable' || 'kind' in record) {
    await keepPayment(db, { firmId, connectionId, read, asOf, reconciliationId });
    return;
  }
  const ours = await findPayment(db, { firmId, transactionId: record.transactionId });
  const difference = ours === null ? null : reconcilePayment(ours, record);
  if (difference !== null) {
    await recordDifference(db, { firmId, difference, reconciliationId, at: new Date() });
    return;
  }
  await keepPayment(db, { firmId, connectionId, read, asOf, reconciliationId });
  if (ours !== null && ours.refundId !== null && isNewlyInTrouble(ours, record)) {
    await signalRefund(dependencies, { firmId, refundId: ours.refundId });
  }
}

/** Its webhook was lost: whoever refunds it must know (R12). */
function isNewlyInTrouble(ours: PaymentView, record: ProcessorPayment): boolean {
  return (record.disputed && !ours.disputed) || (record.status === 'returned' && ours.status !== 'returned');
}
