import { and, eq, sql } from 'drizzle-orm';
import type { SyncInput } from '@makewhole/domain/contracts/processor-sync';
import { followed } from '../connections/followed-connection.ts';
import type { Db } from '../connect.ts';
import { payments } from '../schema/payments.ts';
import { refunds } from '../schema/refunds.ts';

/** Whether a refund is being handed over through the connection right now: lists must not compete with it. */
export async function isSending(
  db: Db,
  { firmId, connectionId }: Pick<SyncInput, 'firmId' | 'connectionId'>,
): Promise<boolean> {
  const [row] = await db
    .select({ one: sql`1` })
    .from(refunds)
    .innerJoin(
      payments,
      and(eq(payments.firmId, refunds.firmId), eq(payments.transactionId, refunds.transactionId)),
    )
    .where(
      and(
        ...[eq(refunds.firmId, firmId), eq(refunds.status, 'submitting')],
        eq(followed(payments.connectionId), connectionId),
      ),
    )
    .limit(1);
  return row !== undefined;
}
