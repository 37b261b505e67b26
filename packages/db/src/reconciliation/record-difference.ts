import { and, eq } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Difference } from '@makewhole/domain/reconciliation';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { lockRefund } from '../refunds/lock-refund.ts';
import { openObligations } from '../refunds/obligations.ts';
import { openPaymentTask } from '../refunds/payment-tasks.ts';
import { reconciliationDifferences, reconciliationFindings } from '../schema/reconciliation.ts';

export type FoundDifference = {
  readonly firmId: FirmId;
  readonly difference: Difference;
  /** The run that found it; null where the payment company told of it by itself. */
  readonly reconciliationId: string | null;
  readonly at: Date;
};

/**
 * Keeps a difference, once however often it is found, and notes which run saw it. About a refund of ours it opens one
 * obligation there, also where the refund is closed, else one about the payment: somebody has to explain it (B5, B12).
 */
export function recordDifference(db: Db, found: FoundDifference): Promise<'new' | 'known'> {
  return db.transaction(async (tx) => {
    const { firmId, difference, reconciliationId, at } = found;
    // Whoever changes a refund locks its row first; here too, so that two that find the same wait for each other.
    const { refundId } = difference;
    if (refundId !== null) await lockRefund(tx, { firmId, refundId });
    const inserted = await tx
      .insert(reconciliationDifferences)
      .values({ ...difference, id: newId('dif'), firmId, foundAt: at })
      .onConflictDoNothing()
      .returning({ id: reconciliationDifferences.id });
    const id = inserted[0]?.id ?? (await findId(tx, firmId, difference.key));
    if (reconciliationId !== null) {
      const finding = { firmId, reconciliationId, differenceId: id };
      await tx.insert(reconciliationFindings).values(finding).onConflictDoNothing();
    }
    if (inserted.length === 0) return 'known';
    const summary = difference.explanation;
    if (refundId === null) {
      const task = {
        firmId,
        transactionId: difference.transactionId,
        kind: 'reconciliation',
        subject: id,
      } as const;
      await openPaymentTask(tx, task, { summary, amount: null, at });
    } else {
      const obligation = { kind: 'reconciliation', subject: id, summary, amount: null } as const;
      await openObligations(tx, { firmId, refundId }, [obligation], at);
    }
    return 'new';
  });
}

async function findId(tx: Db, firmId: FirmId, key: string): Promise<string> {
  const [row] = await tx
    .select({ id: reconciliationDifferences.id })
    .from(reconciliationDifferences)
    .where(and(eq(reconciliationDifferences.firmId, firmId), eq(reconciliationDifferences.key, key)));
  if (row === undefined) throw new Error(`The difference ${key} vanished`);
  return row.id;
}
