import { and, eq } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { reconciliationDifferences } from '../schema/reconciliation.ts';

export type DifferenceKey = { readonly firmId: FirmId; readonly id: string };

/** A person explained it. Doing it again changes nothing: the first explanation stands. */
export async function settleDifference(
  db: Db,
  { firmId, id }: DifferenceKey,
  by: { readonly actor: PrincipalId; readonly note: string; readonly at: Date },
): Promise<void> {
  await db
    .update(reconciliationDifferences)
    .set({ status: 'settled', settledAt: by.at, settledBy: by.actor, note: by.note })
    .where(
      and(
        eq(reconciliationDifferences.firmId, firmId),
        eq(reconciliationDifferences.id, id),
        eq(reconciliationDifferences.status, 'open'),
      ),
    );
}
