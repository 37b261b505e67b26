import { and, eq, inArray, ne } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { ENGINE } from '../events/append-refund-event.ts';
import { endPaymentTasks } from '../obligations/payment-tasks.ts';
import { reconciliationDifferences } from '../schema/reconciliation.ts';

/**
 * Ends differences about payments that no longer exist, together with their tasks, even if somebody explained them.
 * @returns how many ended
 */
export async function endDifferences(
  tx: Db,
  { firmId, keys, at }: { readonly firmId: FirmId; readonly keys: readonly string[]; readonly at: Date },
): Promise<number> {
  const { id, transactionId, status, key } = reconciliationDifferences;
  const ended = await tx
    .update(reconciliationDifferences)
    .set({ status: 'gone', settledAt: at })
    .where(and(eq(reconciliationDifferences.firmId, firmId), inArray(key, [...keys]), ne(status, 'gone')))
    .returning({ subject: id, transactionId });
  for (const one of ended) {
    await endPaymentTasks(tx, { firmId, kind: 'reconciliation', ...one }, { actor: ENGINE, at });
  }
  return ended.length;
}
