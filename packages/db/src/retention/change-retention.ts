import { eq } from 'drizzle-orm';
import { changesOf } from '@makewhole/domain/firm-events';
import { STATE_PROFILES } from '@makewhole/domain/state-profiles/all';
import { retentionFloor } from '@makewhole/domain/state-profiles/differences';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';
import { findConfirmation } from '../state-profiles/confirmations.ts';

export type RetentionChange = {
  readonly years?: number | undefined;
  readonly legalHold?: boolean | undefined;
};

export type RetentionOutcome =
  { readonly kind: 'changed' } | { readonly kind: 'below_floor'; readonly floorYears: number };

/** Changes how long a firm keeps its trust records, at least what its confirmed state asks for, or its legal hold (AU1). */
export function changeRetention(
  db: Db,
  by: ChangedBy,
  { years, legalHold }: RetentionChange,
): Promise<RetentionOutcome> {
  const itself = eq(firms.id, by.firmId);
  return db.transaction(async (tx): Promise<RetentionOutcome> => {
    const [standing] = await tx.select().from(firms).where(itself).for('no key update');
    if (standing === undefined) throw new Error(`There is no firm ${by.firmId}`);
    const confirmed = await findConfirmation(tx, by);
    const floorYears = retentionFloor(confirmed === null ? null : STATE_PROFILES[confirmed.state]);
    if (years !== undefined && years < floorYears) return { kind: 'below_floor', floorYears };
    const isHeld = standing.legalHoldSince !== null;
    const held = { from: isHeld, to: legalHold ?? isHeld };
    const legalHoldSince = held.to ? (standing.legalHoldSince ?? by.at) : null;
    await tx
      .update(firms)
      .set({ legalHoldSince, ...(years !== undefined && { retentionYears: years }) })
      .where(itself);
    if (held.from !== held.to) {
      await appendFirmEvent(tx, by, { type: 'legal_hold.changed', data: { changes: { legalHold: held } } });
    }
    const changes = changesOf(standing, years === undefined ? {} : { retentionYears: years });
    if (Object.keys(changes).length > 0) {
      await appendFirmEvent(tx, by, { type: 'retention.changed', data: { changes } });
    }
    return { kind: 'changed' };
  });
}
