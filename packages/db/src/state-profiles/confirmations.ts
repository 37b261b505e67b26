// Which state's rules a firm's lawyer has confirmed, and by when its trust accounts are reconciled. No other setting of
// the firm changes by it.
import { and, desc, eq, getTableColumns, isNotNull } from 'drizzle-orm';
import type { FirmId } from '@makewhole/domain/ids';
import {
  RECONCILIATION_DEFAULT,
  type ReconciliationTerms,
} from '@makewhole/domain/month-ends/reconciliation-terms';
import type { StateProfile } from '@makewhole/domain/state-profiles/profile';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { principals } from '../schema/firms.ts';
import { stateProfileConfirmations } from '../schema/state-profiles.ts';

export type ConfirmationView = Omit<
  typeof stateProfileConfirmations.$inferSelect,
  'id' | 'firmId' | 'reconciliationTerms'
> & {
  readonly confirmedByName: string;
};

/** The newest confirmation; null if nobody has confirmed a state. */
export async function findConfirmation(
  db: Db,
  { firmId }: { readonly firmId: FirmId },
): Promise<ConfirmationView | null> {
  const {
    id,
    firmId: ofFirm,
    reconciliationTerms: _terms,
    ...shown
  } = getTableColumns(stateProfileConfirmations);
  const [newest] = await db
    .select({ ...shown, confirmedByName: principals.name })
    .from(stateProfileConfirmations)
    .innerJoin(principals, eq(principals.id, stateProfileConfirmations.confirmedBy))
    .where(eq(ofFirm, firmId))
    .orderBy(desc(id))
    .limit(1);
  return newest ?? null;
}

/** The terms that the firm's lawyer confirmed last, whatever was confirmed without any since; the usual ones if none. */
export async function findReconciliationTerms(
  db: Db,
  { firmId }: { readonly firmId: FirmId },
): Promise<ReconciliationTerms> {
  const { id, firmId: ofFirm, reconciliationTerms: terms } = stateProfileConfirmations;
  const [newest] = await db
    .select({ terms })
    .from(stateProfileConfirmations)
    .where(and(eq(ofFirm, firmId), isNotNull(terms)))
    .orderBy(desc(id))
    .limit(1);
  return newest?.terms ?? RECONCILIATION_DEFAULT;
}

type Confirmed = {
  readonly profile: StateProfile;
  readonly barNumber: string;
  /** Null or absent: as they were. */
  readonly reconciliationTerms?: ReconciliationTerms | null;
};

/** Records that a lawyer has read a profile and practices by that state's rules. */
export async function confirmStateProfile(
  db: Db,
  by: ChangedBy,
  { profile, barNumber, reconciliationTerms = null }: Confirmed,
): Promise<void> {
  const { state, version: profileVersion } = profile;
  await db.transaction(async (tx) => {
    const { firmId, principalId: confirmedBy, at: confirmedAt } = by;
    const confirmed = { state, profileVersion, barNumber };
    const row = { ...confirmed, reconciliationTerms, firmId, confirmedBy, confirmedAt };
    await tx.insert(stateProfileConfirmations).values(row);
    const data = { ...confirmed, ...(reconciliationTerms !== null && { reconciliationTerms }) };
    await appendFirmEvent(tx, by, { type: 'state_profile.confirmed', data });
  });
}
