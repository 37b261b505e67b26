import { and, eq } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { endPaymentTasks } from '../obligations/payment-tasks.ts';
import { reconciliationDifferences } from '../schema/reconciliation.ts';

export type DifferenceKey = { readonly firmId: FirmId; readonly id: string };

/** Records a person's explanation. Repeating it changes nothing: the first explanation stands. */
export async function explainDifference(
  db: Db,
  { firmId, id }: DifferenceKey,
  by: { readonly actor: PrincipalId; readonly note: string; readonly at: Date },
): Promise<void> {
  const [explained] = await db
    .update(reconciliationDifferences)
    .set({ status: 'settled', settledAt: by.at, settledBy: by.actor, note: by.note })
    .where(
      and(
        eq(reconciliationDifferences.firmId, firmId),
        eq(reconciliationDifferences.id, id),
        eq(reconciliationDifferences.status, 'open'),
      ),
    )
    .returning({ transactionId: reconciliationDifferences.transactionId });
  if (explained === undefined) return;
  const { transactionId } = explained;
  const answered = { ...by, answer: { note: by.note } };
  await endPaymentTasks(db, { firmId, transactionId, kind: 'reconciliation', subject: id }, answered);
}
