// The company's records, as a sync takes them.
import { keepPayment } from '@makewhole/db/payments/keep-payment';
import { findStandingRefunds } from '@makewhole/db/sync/find-standing-refunds';
import type { SyncedPayment } from '@makewhole/db/sync/take-payments';
import type { TransactionId } from '@makewhole/domain/ids';
import { isSamePayment } from '@makewhole/domain/processor-record';
import type { UnreadableRecord } from '@makewhole/processor/no-answer';
import type { ProcessorPayment } from '@makewhole/processor/port';
import { readRecord } from '@makewhole/processor/read-record';
import { signalRefund } from './signal-refund.ts';
import type { SyncWork } from './sync-outcome.ts';

/** A payment, or why it is not taken over. */
export function readPayment(record: ProcessorPayment | UnreadableRecord): SyncedPayment {
  const read = readRecord(record);
  if (read.kind === 'usable') return read;
  const { transactionId } = read.record;
  return { kind: 'not_taken', id: transactionId, why: whyNot(record) };
}

function whyNot(record: ProcessorPayment | UnreadableRecord) {
  if ('kind' in record) return 'unusable';
  if (record.method === 'other') return 'other_method';
  return record.currency === 'USD' ? 'unusable' : 'other_currency';
}

/**
 * Whoever refunds a payment must know at once that it is disputed or was returned (R12): such a payment is copied though its
 * refund runs, and the refund's workflow asks for itself. Done again after a lost page: it is told once more.
 */
export async function signalTroubledRefunds(
  work: SyncWork,
  records: readonly SyncedPayment[],
  asOf: Date,
): Promise<void> {
  const { db, key, row } = work;
  if (row.isTrial) return;
  const { firmId, connectionId } = key;
  const usable = new Map<TransactionId, Extract<SyncedPayment, { kind: 'usable' }>>();
  for (const read of records) {
    if (read.kind === 'usable' && (read.payment.disputed || read.payment.status === 'returned')) {
      usable.set(read.payment.transactionId, read);
    }
  }
  for (const standing of await findStandingRefunds(db, { firmId, ids: [...usable.keys()] })) {
    const read = usable.get(standing.transactionId);
    if (read === undefined || !isSamePayment(standing, read.payment)) continue;
    const { disputed, status } = read.payment;
    const isNew = (disputed && !standing.isDisputed) || (status === 'returned' && !standing.isReturned);
    if (!standing.isOpen && !isNew) continue;
    await keepPayment(db, { firmId, connectionId, read, asOf, reconciliationId: null });
    await signalRefund(work, { firmId, refundId: standing.refundId });
  }
}
