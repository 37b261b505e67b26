// Applies a page of payments that a sync read. Nobody is alarmed: what cannot be taken over is counted.
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { NOT_TAKEN, SyncInput, SyncNote, SyncResult } from '@makewhole/domain/contracts/processor-sync';
import type { TransactionId } from '@makewhole/domain/ids';
import { isSamePayment } from '@makewhole/domain/processor-record';
import type { Db } from '../connect.ts';
import { isRefusedForGood } from '../error-codes.ts';
import type { PaymentRow } from '../lock-payment.ts';
import type { PaymentRecord } from '../payments/keep-payment.ts';
import { mirrorPayment, type MirroredPayment } from '../payments/mirror-payment.ts';
import { payments } from '../schema/payments.ts';
import { findStandingRefunds } from './find-standing-refunds.ts';
import type { SyncTaken } from './take-sync-page.ts';

/** A payment as the company has it; why: what of it cannot be taken over. */
export type SyncedPayment =
  | Extract<PaymentRecord, { kind: 'usable' }>
  | {
      readonly kind: 'not_taken';
      readonly id: string;
      readonly why: Exclude<keyof typeof NOT_TAKEN, `refund_${string}`>;
    };

type Of = SyncInput & {
  /** When the processor was asked. */
  readonly asOf: Date;
};

/** @returns what became of each; a payment whose refund runs is left alone */
export async function takePayments(tx: Db, of: Of, records: readonly SyncedPayment[]): Promise<SyncTaken[]> {
  const usable = records.flatMap((read) => (read.kind === 'usable' ? [read.payment] : []));
  const ids = usable.map(({ transactionId }) => transactionId);
  const known = await lockKnown(tx, of, ids);
  const left = await listOpen(tx, of, ids);
  const taken: SyncTaken[] = records.flatMap((read) =>
    read.kind === 'usable' ? [] : [{ id: read.id, result: read.why }],
  );
  for (const payment of usable) {
    const { transactionId } = payment;
    const ours = known.get(transactionId) ?? null;
    const result = left.has(transactionId) ? 'left_alone' : await takePayment(tx, of, payment, ours);
    taken.push({ id: transactionId, result });
  }
  return withNotes(tx, of, taken);
}

/**
 * All at first and in one order: whoever locks one of them holds no matter of the page yet, so nobody waits in a ring. Those
 * whose refund runs are not locked: it would have to wait for the page.
 */
async function lockKnown(
  tx: Db,
  of: Of,
  ids: readonly TransactionId[],
): Promise<ReadonlyMap<string, PaymentRow>> {
  const open = await listOpen(tx, of, ids);
  const locked = ids.filter((id) => !open.has(id));
  if (locked.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.firmId, of.firmId), inArray(payments.transactionId, locked)))
    .orderBy(asc(payments.transactionId))
    .for('update');
  return new Map(rows.map((row) => [row.transactionId, row]));
}

/** Asked for again under the locks: a refund that was requested meanwhile is seen. */
async function listOpen(tx: Db, { firmId }: Of, ids: readonly TransactionId[]): Promise<ReadonlySet<string>> {
  const standing = await findStandingRefunds(tx, { firmId, ids });
  return new Set(standing.filter(({ isOpen }) => isOpen).map(({ transactionId }) => transactionId));
}

async function takePayment(
  tx: Db,
  { firmId, connectionId, asOf }: Of,
  payment: MirroredPayment,
  ours: PaymentRow | null,
): Promise<SyncResult> {
  if (ours !== null && !isSamePayment(payment, ours)) return 'differs';
  try {
    const outcome = await mirrorPayment(tx, { firmId, connectionId, payment, asOf });
    return outcome === 'items_disagree' ? 'unusable' : outcome;
  } catch (error) {
    if (!isRefusedForGood(error)) throw error;
    return 'unusable';
  }
}

/** Of those that are here now: what a person should know of them. */
async function withNotes(tx: Db, { firmId }: Of, taken: readonly SyncTaken[]): Promise<SyncTaken[]> {
  const isHere = ({ result }: SyncTaken) =>
    result === 'added' || result === 'updated' || result === 'unchanged';
  const ids = taken.filter(isHere).map(({ id }) => id as TransactionId); // of payments that we have
  if (ids.length === 0) return [...taken];
  const { transactionId, unassigned, matterId, refundedElsewhere, disputed } = payments;
  const rows = await tx
    .select({ transactionId, unassigned, matterId, refundedElsewhere, disputed })
    .from(payments)
    .where(and(eq(payments.firmId, firmId), inArray(transactionId, ids)));
  const noted = new Map<string, SyncNote[]>();
  for (const row of rows) {
    noted.set(row.transactionId, [
      ...(row.unassigned ? (['unassigned'] as const) : []),
      ...(row.matterId === null ? (['without_matter'] as const) : []),
      ...(row.refundedElsewhere ? (['refunded'] as const) : []),
      ...(row.disputed ? (['disputed'] as const) : []),
    ]);
  }
  return taken.map((one) => (isHere(one) ? { ...one, notes: noted.get(one.id) ?? [] } : one));
}
