import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { reasonTemplates } from '../schema/reason-templates.ts';
import type { ReasonTemplateView } from './list-reason-templates.ts';
import { lockReasonTemplates } from './lock-reason-templates.ts';

/** How many reasons a firm may have, archived ones included: a longer list helps nobody choose. */
export const REASONS_MAX = 50;

/** Adds a reason at the end; null if the firm is at its limit. */
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
