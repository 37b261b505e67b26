import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { reasonTemplates } from '../schema/reason-templates.ts';

export type ReasonTemplateView = Omit<typeof reasonTemplates.$inferSelect, 'firmId'>;

/** A firm's reasons in order, with archived ones last if requested. REASONS_MAX at most. */
export function listReasonTemplates(
  db: Db,
  { firmId, archived = false }: { readonly firmId: FirmId; readonly archived?: boolean },
): Promise<ReasonTemplateView[]> {
  const { firmId: ofFirm, id, label, text, position, archivedAt } = reasonTemplates;
  return db
    .select({ id, label, text, position, archivedAt })
    .from(reasonTemplates)
    .where(and(eq(ofFirm, firmId), archived ? undefined : isNull(archivedAt)))
    .orderBy(sql`${archivedAt} IS NOT NULL`, asc(position), asc(id));
}
