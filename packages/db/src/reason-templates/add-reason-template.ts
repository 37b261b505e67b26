import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { newId } from '../new-id.ts';
import { reasonTemplates } from '../schema/reason-templates.ts';
import type { ReasonTemplateView } from './list-reason-templates.ts';
import { isLabelTaken, lockReasonTemplates } from './lock-reason-templates.ts';

/** How many reasons a firm may have, archived ones included: a longer list helps nobody choose. */
export const REASONS_MAX = 50;

export type AddOutcome =
  | { readonly kind: 'added'; readonly template: ReasonTemplateView }
  | { readonly kind: 'too_many' | 'label_taken' };

/** Adds a reason at the end. Two that are offered never have one name: nobody could tell them apart in the menu. */
export function addReasonTemplate(
  db: Db,
  firmId: FirmId,
  { label, text }: { readonly label: string; readonly text: string },
): Promise<AddOutcome> {
  return db.transaction(async (tx): Promise<AddOutcome> => {
    const known = await lockReasonTemplates(tx, firmId);
    if (known.length >= REASONS_MAX) return { kind: 'too_many' };
    if (isLabelTaken(known, label)) return { kind: 'label_taken' };
    const offered = known.filter(({ archivedAt }) => archivedAt === null);
    const added = { id: newId<string>('rt'), label, text, position: offered.length + 1, archivedAt: null };
    await tx.insert(reasonTemplates).values({ ...added, firmId });
    return { kind: 'added', template: added };
  });
}
