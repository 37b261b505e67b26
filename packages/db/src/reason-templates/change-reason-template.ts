import { eq } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { reasonTemplates } from '../schema/reason-templates.ts';
import type { ReasonTemplateView } from './list-reason-templates.ts';
import { isLabelTaken, lockReasonTemplates, placeReasonTemplates } from './lock-reason-templates.ts';

export type ReasonTemplateChange = {
  readonly label?: string | undefined;
  readonly text?: string | undefined;
  /** Its new position, from 1; anything past the end means last. The others move to make room. */
  readonly position?: number | undefined;
  readonly archived?: boolean | undefined;
};

export type ChangeOutcome =
  | { readonly kind: 'changed'; readonly template: ReasonTemplateView }
  | { readonly kind: 'not_found' | 'label_taken' };

/**
 * Changes only the given fields. A restored reason goes to the end. A name that another one has is refused when it is
 * given or comes back; reasons from before may share one, and can still be moved and archived.
 */
export function changeReasonTemplate(
  db: Db,
  key: { readonly firmId: FirmId; readonly id: string; readonly now: Date },
  { position, archived, ...words }: ReasonTemplateChange,
): Promise<ChangeOutcome> {
  return db.transaction(async (tx): Promise<ChangeOutcome> => {
    const known = await lockReasonTemplates(tx, key.firmId);
    const row = known.find(({ id }) => id === key.id);
    if (row === undefined) return { kind: 'not_found' };
    const archivedAt =
      archived === undefined ? row.archivedAt : archived ? (row.archivedAt ?? key.now) : null;
    const changed = {
      ...row,
      label: words.label ?? row.label,
      text: words.text ?? row.text,
      archivedAt,
    };
    const isNamed = changed.label !== row.label || (row.archivedAt !== null && archivedAt === null);
    if (archivedAt === null && isNamed && isLabelTaken(known, changed.label, row.id)) {
      return { kind: 'label_taken' };
    }
    await tx
      .update(reasonTemplates)
      .set({ label: changed.label, text: changed.text, archivedAt })
      .where(eq(reasonTemplates.id, row.id));
    const others = known.filter((one) => one.archivedAt === null && one.id !== row.id);
    const isOffered = row.archivedAt === null && archivedAt === null;
    const stays = isOffered ? row.position : others.length + 1;
    const place = Math.min((position ?? stays) - 1, others.length);
    await placeReasonTemplates(tx, archivedAt === null ? others.toSpliced(place, 0, changed) : others);
    const { firmId: _firmId, ...shown } = changed;
    const shownAt = archivedAt === null ? place + 1 : row.position;
    return { kind: 'changed', template: { ...shown, position: shownAt } };
  });
}
