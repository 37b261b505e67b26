// Which state's rules a firm's lawyer has confirmed. Nothing of the firm's settings changes by it.
import { desc, eq, getTableColumns } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import type { StateProfile } from '@makewhole/domain/state-profiles/profile';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';
import { stateProfileConfirmations } from '../schema/state-profiles.ts';

export type ConfirmationView = Omit<typeof stateProfileConfirmations.$inferSelect, 'id' | 'firmId'> & {
  readonly confirmedByName: string;
};

/** The newest confirmation; null if nobody has confirmed a state. */
export async function findConfirmation(
  db: Db,
  { firmId }: { readonly firmId: FirmId },
): Promise<ConfirmationView | null> {
  const { id, firmId: ofFirm, ...shown } = getTableColumns(stateProfileConfirmations);
  const [newest] = await db
    .select({ ...shown, confirmedByName: principals.name })
    .from(stateProfileConfirmations)
    .innerJoin(principals, eq(principals.id, stateProfileConfirmations.confirmedBy))
    .where(eq(ofFirm, firmId))
    .orderBy(desc(id))
    .limit(1);
  return newest ?? null;
}

/** Records that a lawyer has read a profile and practices by that state's rules. */
export async function confirmStateProfile(
  db: Db,
  by: ChangedBy,
  { profile, barNumber }: { readonly profile: StateProfile; readonly barNumber: string },
): Promise<void> {
  const { state, version: profileVersion } = profile;
  await db.transaction(async (tx) => {
    const { firmId, principalId: confirmedBy, at: confirmedAt } = by;
    const confirmed = { state, profileVersion, barNumber };
    await tx.insert(stateProfileConfirmations).values({ ...confirmed, firmId, confirmedBy, confirmedAt });
    await appendFirmEvent(tx, by, { type: 'state_profile.confirmed', data: confirmed });
  });
}
