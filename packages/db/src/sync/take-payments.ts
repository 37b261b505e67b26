// Applies a page of payments that a backfill read. Nobody is alarmed: what cannot be taken over is counted.
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { SyncInput, SyncResult } from '@makewhole/domain/contracts/processor-sync';
import { isSamePayment, type RecordCompared } from '@makewhole/domain/processor-record';
import type { Db } from '../connect.ts';
import { isRefusedForGood } from '../error-codes.ts';
import { findStandingRefund } from '../lock-payment.ts';
import type { PaymentRecord } from '../payments/keep-payment.ts';
import { mirrorPayment } from '../payments/mirror-payment.ts';
import { payments } from '../schema/payments.ts';
import type { SyncTaken } from './sync-place.ts';

/** @param asOf when the processor was asked */
export async function takePayments(
  tx: Db,
  of: SyncInput & { readonly asOf: Date },
  records: readonly PaymentRecord[],
): Promise<SyncTaken[]> {
  const ids = records.flatMap((read) => (read.kind === 'usable' ? [read.payment.transactionId] : []));
  // All at first and in one order: whoever locks one of them holds no matter of the page yet, so nobody waits in a ring.
  const known = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.firmId, of.firmId), inArray(payments.transactionId, ids)))
    .orderBy(asc(payments.transactionId))
    .for('update');
  const ours = new Map(known.map((row) => [row.transactionId, row]));
  const taken: SyncTaken[] = [];
  for (const read of records) {
    if (read.kind === 'unusable') taken.push({ id: read.record.transactionId, result: 'unusable' });
    else {
      const { transactionId } = read.payment;
      const result = await takePayment(tx, of, read, ours.get(transactionId) ?? null);
      taken.push({ id: transactionId, result });
    }
  }
  return taken;
}

async function takePayment(
  tx: Db,
  { firmId, connectionId, asOf }: SyncInput & { readonly asOf: Date },
  { payment }: Extract<PaymentRecord, { kind: 'usable' }>,
  ours: RecordCompared | null,
): Promise<SyncResult> {
  const { transactionId } = payment;
  if (ours !== null && !isSamePayment(payment, ours)) return 'differs';
  // What its refund relies on is looked up by the refund itself.
  if (ours !== null && (await findStandingRefund(tx, { firmId, transactionId })) !== null)
    return 'left_alone';
  try {
    const outcome = await mirrorPayment(tx, { firmId, connectionId, payment, asOf });
    return outcome === 'items_disagree' ? 'unusable' : outcome;
  } catch (error) {
    if (!isRefusedForGood(error)) throw error;
    return 'unusable';
  }
}
