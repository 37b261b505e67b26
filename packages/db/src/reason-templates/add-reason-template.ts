import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { reasonTemplates } from '../schema/reason-templates.ts';
import type { ReasonTemplateView } from './list-reason-templates.ts';
import { lockReasonTemplates } from './lock-reason-templates.ts';

/** How many reasons a firm keeps, archived ones included: a list that is longer helps nobody to choose. */
export const REASONS_MAX = 50;

/** Adds a reason as the last one; null where the firm has as many as it can. */
export function addReasonTemplate(
  db: Db,
  firmId: FirmId,
  { label, text }: { readonly label: string; readonly text: string },
): Promise<ReasonTemplateView | null> {
  return db.transaction(async (tx) => {
    const known = await lockReasonTemplates(tx, firmId);
    if (known.length >= REASONS_MAX) return null;
    const offered = known.filter(({ archivedAt }) => archivedAt === null);
    const added = { id: newId<string>('rt'), label, text, position: offered.length + 1, archivedAt: null };
    await tx.insert(reasonTemplates).values({ ...added, firmId });
    return added;
  });
}
