import { asc, eq } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import { lockFirm } from '../firms/lock-firm.ts';
import type { Db } from '../connect.ts';
import { reasonTemplates } from '../schema/reason-templates.ts';

export type ReasonTemplateRow = typeof reasonTemplates.$inferSelect;

/** A firm's reasons in order, locked against other changes until the end of the transaction. */
export async function lockReasonTemplates(tx: Db, firmId: FirmId): Promise<ReasonTemplateRow[]> {
  await lockFirm(tx, firmId);
  return tx
    .select()
    .from(reasonTemplates)
    .where(eq(reasonTemplates.firmId, firmId))
    .orderBy(asc(reasonTemplates.position), asc(reasonTemplates.id));
}

/** Numbers the active reasons 1, 2, 3 ... in this order. */
export async function placeReasonTemplates(tx: Db, ordered: readonly ReasonTemplateRow[]): Promise<void> {
  for (const [index, { id, position }] of ordered.entries()) {
    if (position === index + 1) continue;
    await tx
      .update(reasonTemplates)
      .set({ position: index + 1 })
      .where(eq(reasonTemplates.id, id));
  }
}
