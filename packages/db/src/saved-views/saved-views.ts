// The views of Payment History that a person saved under a name of their own.
import { and, asc, eq } from 'drizzle-orm';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Db } from '../connect.ts';
import { lockFirm } from '../firms/lock-firm.ts';
import { newId } from '../new-id.ts';
import { savedViews } from '../schema/saved-views.ts';

/** More than these are no longer a choice at a glance. */
export const SAVED_VIEWS_MAX = 20;

type Person = { readonly firmId: FirmId; readonly principalId: PrincipalId };
export type SavedView = { readonly id: string; readonly name: string; readonly query: string };

const SHOWN = { id: savedViews.id, name: savedViews.name, query: savedViews.query };

/** In the order in which they were saved. */
export function listSavedViews(db: Db, person: Person): Promise<SavedView[]> {
  return db
    .select(SHOWN)
    .from(savedViews)
    .where(isOf(person))
    .orderBy(asc(savedViews.createdAt), asc(savedViews.id));
}

export type SaveOutcome =
  { readonly kind: 'saved'; readonly view: SavedView } | { readonly kind: 'too_many' | 'name_taken' };

/** Saves a view. Saving the same name with the same filters again changes nothing. */
export function saveView(
  db: Db,
  person: Person & { readonly now: Date },
  { name, query }: Omit<SavedView, 'id'>,
): Promise<SaveOutcome> {
  return db.transaction(async (tx): Promise<SaveOutcome> => {
    // So that two at once cannot exceed the limit together.
    await lockFirm(tx, person.firmId);
    const known = await listSavedViews(tx, person);
    const same = known.find((view) => view.name.toLowerCase() === name.toLowerCase());
    if (same !== undefined) {
      return same.query === query ? { kind: 'saved', view: same } : { kind: 'name_taken' };
    }
    if (known.length >= SAVED_VIEWS_MAX) return { kind: 'too_many' };
    const view = { id: newId<string>('sv'), name, query };
    const { firmId, principalId, now: createdAt } = person;
    await tx.insert(savedViews).values({ ...view, firmId, principalId, createdAt });
    return { kind: 'saved', view };
  });
}

/** False if this person has no such view: one of a colleague's is not theirs to delete. */
export async function deleteSavedView(db: Db, { id, ...person }: Person & { id: string }): Promise<boolean> {
  const deleted = await db
    .delete(savedViews)
    .where(and(isOf(person), eq(savedViews.id, id)))
    .returning({ id: savedViews.id });
  return deleted.length > 0;
}

function isOf({ firmId, principalId }: Person) {
  return and(eq(savedViews.firmId, firmId), eq(savedViews.principalId, principalId));
}
