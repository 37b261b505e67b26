// A refund at the payment processor that is not ours (B12): whether a webhook reported it or a run found it, it is
// kept as one difference, and its payment cannot be refunded again here.
import { and, eq, ne, sql } from 'drizzle-orm';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { ConnectionId, FirmId, RefundId, TransactionId } from '@makewhole/domain/ids';
import { isRefundId, type RefundRecord } from '@makewhole/domain/processor-record';
import { externalRefundDifference, externalRefundKey } from '@makewhole/domain/reconciliation/compare-refund';
import type { Db } from '../connect.ts';
import { payments } from '../schema/payments.ts';
import { reconciliationDifferences } from '../schema/reconciliation.ts';
import { refunds } from '../schema/refunds.ts';
import { lockPayment } from '../lock-payment.ts';
import { findPast } from './find-past.ts';
import { newId } from '../new-id.ts';
import { endDifferences } from '../reconciliation/close-differences.ts';
import type { Difference } from '@makewhole/domain/reconciliation/difference';
import { recordDifference } from '../reconciliation/record-difference.ts';

export type ExternalRefund = {
  readonly firmId: FirmId;
  readonly refund: RefundRecord & Partial<RefundOrigin>;
  /** Through which it was found; left out for the connection of its payment. */
  readonly connectionId?: ConnectionId;
  /** What is older is of the past; left out for when the sync of the connection began, if it has one. */
  readonly pastBefore?: Date;
  readonly reconciliationId: string | null;
  readonly at: Date;
  /** Our refund whose reference it has, if that refund ended unpaid; null if it is not ours. */
  readonly endedAs?: RefundId | null;
};

type RefundOrigin = { readonly reference: string | null; readonly createdAt: Instant };

/**
 * past: it was made before the payments of its connection were taken over (ADR 55), and is explained from the start. known: it
 * was found before. ours: a person found it to be the outcome of one of our refunds; ended: its money came back, so nothing
 * remains to explain.
 */
export type ExternalRefundOutcome = 'new' | 'known' | 'ended' | 'ours' | 'past';

/** Records a refund that none of ours accounts for, as the processor has it now. */
export function recordExternalRefund(db: Db, found: ExternalRefund): Promise<ExternalRefundOutcome> {
  return db.transaction(async (tx) => {
    const { firmId, refund, reconciliationId, at, endedAs = null } = found;
    // Refunds are recorded and mirrored under this lock, so whichever comes second sees the other.
    const payment = await lockPayment(tx, { firmId, transactionId: refund.transactionId });
    if (await isOurs(tx, firmId, refund)) return 'ours';
    const difference = externalRefundDifference(refund, endedAs);
    if (difference === null) {
      await endExternalRefund(tx, { firmId, refund, at });
      return 'ended';
    }
    const isPast = await isOfThePast(tx, found, payment?.connectionId ?? null);
    const recorded = isPast
      ? await explainAsPast(tx, { firmId, difference, at })
      : await recordDifference(tx, { firmId, difference, reconciliationId, at });
    await markPayment(tx, firmId, refund);
    return recorded;
  });
}

/** Our own reference on a refund that we do not account for is never mere history. */
async function isOfThePast(
  tx: Db,
  { firmId, refund, endedAs = null, connectionId: through, pastBefore }: ExternalRefund,
  connectionOfPayment: ConnectionId | null,
): Promise<boolean> {
  const { createdAt, reference = null } = refund;
  const connectionId = through ?? connectionOfPayment;
  if (createdAt === undefined || connectionId === null || endedAs !== null) return false;
  if (reference !== null && isRefundId(reference)) return false;
  const past = pastBefore ?? (await findPast(tx, { firmId, connectionId }));
  return past !== null && new Date(createdAt) < past;
}

/** Without a task: two years of refunds made elsewhere are not hundreds of them. One that was found before stays as it is. */
async function explainAsPast(
  tx: Db,
  { firmId, difference, at }: { readonly firmId: FirmId; readonly difference: Difference; readonly at: Date },
): Promise<'past' | 'known'> {
  const explained = { status: 'settled', foundAt: at, settledAt: at, note: OF_THE_PAST } as const;
  const inserted = await tx
    .insert(reconciliationDifferences)
    .values({ ...difference, ...explained, id: newId('dif'), firmId })
    .onConflictDoNothing()
    .returning({ id: reconciliationDifferences.id });
  if (inserted.length > 0) return 'past';
  // Its money came back once, and is gone again.
  await tx
    .update(reconciliationDifferences)
    .set(explained)
    .where(
      and(
        ...[eq(reconciliationDifferences.firmId, firmId), eq(reconciliationDifferences.key, difference.key)],
        eq(reconciliationDifferences.status, 'gone'),
      ),
    );
  return 'known';
}

/** How such a difference is explained; by it, those of the past are found. */
export const OF_THE_PAST = 'Made at the payment processor before its payments were taken over';

/**
 * Ends an external refund that needs no explanation any more: its money came back, or a person said that it is the
 * outcome of one of our refunds. Does nothing if none was recorded.
 */
export async function endExternalRefund(
  tx: Db,
  { firmId, refund, at }: Pick<ExternalRefund, 'firmId' | 'at'> & { readonly refund: RefundRef },
): Promise<void> {
  const ended = await endDifferences(tx, { firmId, keys: [externalRefundKey(refund.id)], at });
  if (ended > 0) await markPayment(tx, firmId, refund);
}

type RefundRef = Pick<RefundRecord, 'id' | 'transactionId'>;

async function markPayment(tx: Db, firmId: FirmId, { transactionId }: RefundRef): Promise<void> {
  await tx
    .update(payments)
    .set({ refundedElsewhere: hasExternalRefund(firmId, transactionId) })
    .where(and(eq(payments.firmId, firmId), eq(payments.transactionId, transactionId)));
}

/** Whether the payment has a known external refund whose money did not come back. */
export function hasExternalRefund(firmId: FirmId, transactionId: TransactionId) {
  return sql<boolean>`EXISTS (
    SELECT FROM ${reconciliationDifferences}
    WHERE ${and(
      eq(reconciliationDifferences.firmId, firmId),
      eq(reconciliationDifferences.transactionId, transactionId),
      eq(reconciliationDifferences.kind, 'refunded_elsewhere'),
      ne(reconciliationDifferences.status, 'gone'),
    )})`;
}

async function isOurs(tx: Db, firmId: FirmId, { id }: RefundRecord): Promise<boolean> {
  const found = await tx
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.firmId, firmId), eq(refunds.processorRefundId, id)))
    .limit(1);
  return found.length > 0;
}
