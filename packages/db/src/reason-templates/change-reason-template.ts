import { eq } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { reasonTemplates } from '../schema/reason-templates.ts';
import type { ReasonTemplateView } from './list-reason-templates.ts';
import { lockReasonTemplates, placeReasonTemplates } from './lock-reason-templates.ts';

export type ReasonTemplateChange = {
  readonly label?: string | undefined;
  readonly text?: string | undefined;
  /** Its new position, from 1; anything past the end means last. The others move to make room. */
  readonly position?: number | undefined;
  readonly archived?: boolean | undefined;
};

/** Changes only the given fields; null if the firm has no such reason. A restored reason goes to the end. */
export function changeReasonTemplate(
  db: Db,
  key: { readonly firmId: FirmId; readonly id: string; readonly now: Date },
  { position, archived, ...words }: ReasonTemplateChange,
): Promise<ReasonTemplateView | null> {
  return db.transaction(async (tx) => {
    const known = await lockReasonTemplates(tx, key.firmId);
    const row = known.find(({ id }) => id === key.id);
    if (row === undefined) return null;
    const archivedAt =
      archived === undefined ? row.archivedAt : archived ? (row.archivedAt ?? key.now) : null;
    const changed = {
      ...row,
      label: words.label ?? row.label,
      text: words.text ?? row.text,
      archivedAt,
    };
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
    return { ...shown, position: archivedAt === null ? place + 1 : row.position };
  });
}
