import { and, eq } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { reasonTemplates } from '../schema/reason-templates.ts';
import { lockReasonTemplates, placeReasonTemplates } from './lock-reason-templates.ts';

/** Deletes a reason for good; refunds keep the text that was sent. False if the firm has no such reason. */
export function deleteReasonTemplate(
  db: Db,
  { firmId, id }: { readonly firmId: FirmId; readonly id: string },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const known = await lockReasonTemplates(tx, firmId);
    const deleted = await tx
      .delete(reasonTemplates)
      .where(and(eq(reasonTemplates.firmId, firmId), eq(reasonTemplates.id, id)))
      .returning({ id: reasonTemplates.id });
    if (deleted.length === 0) return false;
    await placeReasonTemplates(
      tx,
      known.filter((one) => one.archivedAt === null && one.id !== id),
    );
    return true;
  });
}
