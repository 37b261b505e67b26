import { and, asc, eq, gt, gte, isNull } from 'drizzle-orm';
import type { SyncInput } from '@makewhole/domain/contracts/processor-sync';
import { asId, type TransactionId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { payments } from '../schema/payments.ts';

/** What has not settled after this time will not do so by itself, and the nightly reconciliation shows it. */
const WATCHED_MS = 90 * 86_400_000;

/** A page of the connection's payments that were captured and have not settled, by ID. @param after the last one before */
export async function listUnsettled(
  db: Db,
  { firmId, connectionId }: SyncInput,
  { after, at, limit }: { readonly after: string | null; readonly at: Date; readonly limit: number },
): Promise<TransactionId[]> {
  const rows = await db
    .select({ transactionId: payments.transactionId })
    .from(payments)
    .where(
      and(
        ...[eq(payments.firmId, firmId), eq(payments.connectionId, connectionId), eq(payments.type, 'sale')],
        ...[isNull(payments.settledAt), eq(payments.status, 'captured')],
        gte(payments.createdAt, new Date(at.getTime() - WATCHED_MS)),
        after === null ? undefined : gt(payments.transactionId, asId<TransactionId>(after)),
      ),
    )
    .orderBy(asc(payments.transactionId))
    .limit(limit);
  return rows.map(({ transactionId }) => transactionId);
}
