import { and, eq } from 'drizzle-orm';
import type { FirmId, ObligationId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { lockRefund } from '../lock-refund.ts';
import { obligations } from '../schema/obligations.ts';

export type OpenTask = typeof obligations.$inferSelect;

/** Locks an open task of the firm, after its refund: completing it locks in that order too. */
export async function lockOpenTask(
  tx: Db,
  { firmId, obligationId }: { readonly firmId: FirmId; readonly obligationId: ObligationId },
): Promise<OpenTask | 'not_found' | 'not_open'> {
  const itself = and(eq(obligations.firmId, firmId), eq(obligations.id, obligationId));
  const [known] = await tx.select({ refundId: obligations.refundId }).from(obligations).where(itself);
  if (known === undefined) return 'not_found';
  if (known.refundId !== null) await lockRefund(tx, { firmId, refundId: known.refundId });
  const [task] = await tx.select().from(obligations).where(itself).for('update');
  if (task === undefined) return 'not_found';
  return task.status === 'open' ? task : 'not_open';
}
