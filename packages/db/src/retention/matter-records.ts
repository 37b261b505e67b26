import { and, eq, max } from 'drizzle-orm';
import { changesOf } from '@makewhole/domain/firm-events';
import type { FirmId, MatterId } from '@makewhole/domain/ids';
import { keptUntil } from '@makewhole/domain/retention';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import type { Db } from '../connect.ts';
import { firms } from '../schema/firms.ts';
import { ledgerEntries, postings } from '../schema/ledger.ts';
import { matters } from '../schema/matters.ts';

export type MatterRecordsView = {
  readonly matterId: MatterId;
  readonly number: string;
  readonly closedAt: Date | null;
  readonly lastTrustActivityAt: Date | null;
  readonly legalHoldSince: Date | null;
  /** Until when its records are kept at least; null without end. */
  readonly keptUntil: Date | null;
};

export type MatterKey = { readonly firmId: FirmId; readonly matterId: MatterId };

/** How long a matter's records are kept (AU1); null if the firm has no such matter. */
export async function findMatterRecords(
  db: Db,
  { firmId, matterId }: MatterKey,
): Promise<MatterRecordsView | null> {
  const [matter] = await db
    .select({
      number: matters.number,
      closedAt: matters.closedAt,
      legalHoldSince: matters.legalHoldSince,
      firmHeldSince: firms.legalHoldSince,
      retentionYears: firms.retentionYears,
    })
    .from(matters)
    .innerJoin(firms, eq(firms.id, matters.firmId))
    .where(and(eq(matters.firmId, firmId), eq(matters.id, matterId)));
  if (matter === undefined) return null;
  const [trust] = await db
    .select({ last: max(postings.at) })
    .from(ledgerEntries)
    .innerJoin(postings, eq(postings.id, ledgerEntries.postingId))
    .where(
      and(
        eq(ledgerEntries.firmId, firmId),
        eq(ledgerEntries.matterId, matterId),
        eq(ledgerEntries.account, 'client_trust_liability'),
      ),
    );
  const { firmHeldSince, retentionYears, ...shown } = matter;
  const lastTrustActivityAt = trust?.last ?? null;
  const isHeld = firmHeldSince !== null || matter.legalHoldSince !== null;
  const until = keptUntil({ closedAt: matter.closedAt, lastTrustActivityAt, isHeld }, retentionYears);
  return { matterId, ...shown, lastTrustActivityAt, keptUntil: until };
}

export type MatterRecordsChange = {
  /** Null: it is open. */
  readonly closedAt?: Date | null | undefined;
  readonly legalHold?: boolean | undefined;
};

/** Closes or reopens a matter for retention, or holds its records. @returns false if the firm has no such matter */
export function changeMatterRecords(
  db: Db,
  by: ChangedBy,
  matterId: MatterId,
  { closedAt, legalHold }: MatterRecordsChange,
): Promise<boolean> {
  const itself = and(eq(matters.firmId, by.firmId), eq(matters.id, matterId));
  return db.transaction(async (tx) => {
    const [standing] = await tx.select().from(matters).where(itself).for('no key update');
    if (standing === undefined) return false;
    const held = {
      from: standing.legalHoldSince !== null,
      to: legalHold ?? standing.legalHoldSince !== null,
    };
    const legalHoldSince = held.to ? (standing.legalHoldSince ?? by.at) : null;
    await tx
      .update(matters)
      .set({ legalHoldSince, ...(closedAt !== undefined && { closedAt }) })
      .where(itself);
    if (held.from !== held.to) {
      const changes = { legalHold: held };
      await appendFirmEvent(tx, by, { type: 'legal_hold.changed', data: { matterId, changes } });
    }
    const wanted = closedAt === undefined ? {} : { closedAt: closedAt?.toISOString() ?? null };
    const changes = changesOf({ closedAt: standing.closedAt?.toISOString() ?? null }, wanted);
    if (Object.keys(changes).length > 0) {
      await appendFirmEvent(tx, by, { type: 'matter.closing_changed', data: { matterId, changes } });
    }
    return true;
  });
}
