import { and, asc, count, eq, isNull } from 'drizzle-orm';
import { SAMPLES_MAX } from '@makewhole/domain/contracts/processor-sync';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { OF_THE_PAST } from '../payments/external-refund.ts';
import { payments } from '../schema/payments.ts';
import { reconciliationDifferences } from '../schema/reconciliation.ts';

/** The firm's refunds of the past whose payment is not here: how many, and the company's IDs of a few. */
export async function findUnmatchedRefunds(
  db: Db,
  firmId: FirmId,
): Promise<{ readonly count: number; readonly sampleIds: readonly string[] }> {
  const { processorRefundId, transactionId, note, kind } = reconciliationDifferences;
  const isSame = and(
    eq(payments.firmId, reconciliationDifferences.firmId),
    eq(payments.transactionId, transactionId),
  );
  const isUnmatched = and(
    ...[eq(reconciliationDifferences.firmId, firmId), eq(kind, 'refunded_elsewhere'), eq(note, OF_THE_PAST)],
    isNull(payments.transactionId),
  );
  const found = await db
    .select({ id: processorRefundId })
    .from(reconciliationDifferences)
    .leftJoin(payments, isSame)
    .where(isUnmatched)
    .orderBy(asc(processorRefundId))
    .limit(SAMPLES_MAX);
  const sampleIds = found.flatMap(({ id }) => (id === null ? [] : [id]));
  if (found.length < SAMPLES_MAX) return { count: found.length, sampleIds };
  const [all] = await db
    .select({ n: count() })
    .from(reconciliationDifferences)
    .leftJoin(payments, isSame)
    .where(isUnmatched);
  return { count: all?.n ?? 0, sampleIds };
}
