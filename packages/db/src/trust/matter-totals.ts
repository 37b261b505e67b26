import { and, eq, sql } from 'drizzle-orm';
import type { FirmId, MatterId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { trustBalances } from '../schema/matters.ts';

export type MatterKey = { readonly firmId: FirmId; readonly matterId: MatterId };

/**
 * Adds to the totals of a matter's trust accounts, in minor units. Only processes of an earlier release reserve against
 * them; the release after this one can drop them, with the columns (ADR 39).
 */
export async function addToTotals(
  tx: Db,
  { firmId, matterId }: MatterKey,
  { balance = 0, held = 0 }: { readonly balance?: number; readonly held?: number },
): Promise<void> {
  await tx.execute(sql`INSERT INTO ${trustBalances} (firm_id, matter_id, balance)
    VALUES (${firmId}, ${matterId}, 0) ON CONFLICT DO NOTHING`);
  await tx
    .update(trustBalances)
    .set({
      balance: sql`${trustBalances.balance} + ${balance}`,
      held: sql`${trustBalances.held} + ${held}`,
    })
    .where(and(eq(trustBalances.firmId, firmId), eq(trustBalances.matterId, matterId)));
}

/** Locks a matter's money in trust, as everything that changes it does, and does first. */
export async function lockTrustMoney(tx: Db, { firmId, matterId }: MatterKey): Promise<void> {
  await tx
    .select({ matterId: trustBalances.matterId })
    .from(trustBalances)
    .where(and(eq(trustBalances.firmId, firmId), eq(trustBalances.matterId, matterId)))
    .for('update');
}
