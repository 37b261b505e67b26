// Applies a payment record from the processor, whoever asked for it: our copy follows it, or, if we cannot use it, a
// person is notified. One bad record never blocks the others.
import type { ConnectionId, FirmId } from '@makewhole/domain/ids';
import {
  RECORD_FAULTS,
  recordUnusable,
  unusableKey,
  type UnusableRecord,
} from '@makewhole/domain/reconciliation/compare-payment';
import type { Db } from '../connect.ts';
import { isRefusedForGood } from '../error-codes.ts';
import { endDifferences } from '../reconciliation/close-differences.ts';
import { recordDifference } from '../reconciliation/record-difference.ts';
import { mirrorPayment, type MirrorOutcome, type MirroredPayment } from './mirror-payment.ts';

export type PaymentRecord =
  | { readonly kind: 'usable'; readonly payment: MirroredPayment }
  | { readonly kind: 'unusable'; readonly record: UnusableRecord };

type KeepInput = {
  readonly firmId: FirmId;
  /** The connection whose record it is. */
  readonly connectionId: ConnectionId;
  readonly read: PaymentRecord;
  /** When the record was true: when the processor was asked. */
  readonly asOf: Date;
  /** The run that found it; null if none did. */
  readonly reconciliationId: string | null;
};

/**
 * Mirrors a payment, or records the difference `payment_unusable`, which a usable record ends.
 * @throws if the database is down, never because of the record
 */
export async function keepPayment(
  db: Db,
  { firmId, connectionId, read, asOf, reconciliationId }: KeepInput,
): Promise<Exclude<MirrorOutcome, 'items_disagree'> | 'unusable'> {
  const outcome =
    read.kind === 'unusable' ? read.record : await tryToMirror(db, { firmId, connectionId, read, asOf });
  if (typeof outcome !== 'string') {
    await keepUnusable(db, { firmId, record: outcome, reconciliationId });
    return 'unusable';
  }
  return outcome;
}

/** Records that we cannot use a record of a payment or of a refund. */
export async function keepUnusable(
  db: Db,
  {
    firmId,
    record,
    reconciliationId,
  }: Pick<KeepInput, 'firmId' | 'reconciliationId'> & { record: UnusableRecord },
): Promise<void> {
  const difference = recordUnusable(record);
  await recordDifference(db, { firmId, difference, reconciliationId, at: new Date() });
}

async function tryToMirror(
  db: Db,
  {
    firmId,
    connectionId,
    read: { payment },
    asOf,
  }: Pick<KeepInput, 'firmId' | 'connectionId' | 'asOf'> & {
    read: Extract<PaymentRecord, { kind: 'usable' }>;
  },
): Promise<Exclude<MirrorOutcome, 'items_disagree'> | UnusableRecord> {
  const record = { transactionId: payment.transactionId, processorRefundId: null };
  try {
    const outcome = await mirrorPayment(db, { firmId, connectionId, payment, asOf });
    if (outcome === 'items_disagree') return { ...record, fault: RECORD_FAULTS.items_disagree };
    await endDifferences(db, { firmId, keys: [unusableKey(record)], at: new Date() });
    return outcome;
  } catch (error) {
    if (!isRefusedForGood(error)) throw error;
    return { ...record, fault: RECORD_FAULTS.refused };
  }
}
