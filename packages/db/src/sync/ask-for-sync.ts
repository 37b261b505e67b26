// What a person says about the sync of a connection: begin it, go further back, pause it, let it go on.
import { eq } from 'drizzle-orm';
import { syncIdOf } from '@makewhole/domain/contracts/processor-sync';
import type { ConnectionId } from '@makewhole/domain/ids';
import { firstFollow, firstPlace, startRun, type SyncBounds } from '@makewhole/domain/sync-windows';
import type { Db } from '../connect.ts';
import { appendFirmEvent, type ChangedBy } from '../events/append-firm-event.ts';
import { processorSync } from '../schema/processor-sync.ts';
import { keyOfSync, lockSync, type SyncRow } from './find-sync.ts';

const DAY_MS = 86_400_000;

type Wanted = {
  readonly connectionId: ConnectionId;
  /** How far back; inclusive. */
  readonly since: Date;
  readonly isTrial?: true | undefined;
  /** Whether the company has a list of what changes. */
  readonly hasFeed: boolean;
};

/**
 * Records that a connection's payments are to be taken over, back to `since`. One that runs, or is done, goes as far back as
 * the earliest that was ever asked for, reads nothing twice for it, and goes on if it was paused. A dry run that is done begins
 * again.
 */
export function askForSync(db: Db, by: ChangedBy, { hasFeed, ...wanted }: Wanted): Promise<SyncRow> {
  return db.transaction(async (tx) => {
    const { firmId, at } = by;
    const { connectionId, since, isTrial } = wanted;
    const key = { firmId, connectionId, isTrial };
    // Before the firm, which the event locks: a page has them in this order.
    const standing = await lockSync(tx, key);
    const bounds = { since, beganAt: at, hasFeed, isTrial: isTrial === true };
    const isFresh = standing === null || (isTrial === true && !isSameTrial(standing, since));
    const changes = isFresh ? freshRow(bounds) : further(standing, bounds);
    const row = { ...changes, pausedAt: null, pausedBy: null, workflowRunId: null, ...NOT_WAITING };
    const identity = { id: syncIdOf(key), firmId, connectionId, isTrial: isTrial === true };
    const [written] = await tx
      .insert(processorSync)
      .values({ ...freshRow(bounds), ...identity })
      .onConflictDoUpdate({ target: processorSync.id, set: row })
      .returning();
    if (written === undefined) throw new Error(`The sync of ${connectionId} was not written`);
    await appendFirmEvent(tx, by, {
      type: 'connection.sync_requested',
      data: { connectionId, since: since.toISOString(), dryRun: isTrial === true },
    });
    return written;
  });
}

/** Nothing stops it any more; when it waited, an hour without a page begins anew. */
const NOT_WAITING = { waitingFor: null, waitingSince: null, tries: 0 } as const;

function isSameTrial({ state, since }: SyncRow, wanted: Date): boolean {
  return state !== 'done' && since.getTime() === wanted.getTime();
}

function freshRow(bounds: SyncBounds) {
  const { since, beganAt } = bounds;
  return {
    ...firstPlace(bounds),
    ...firstFollow(beganAt),
    ...{ since, beganAt, pageAt: beganAt, finishedAt: null, watchedAt: null, pages: 0 },
    ...{ counts: {}, followed: {}, samples: {} },
  };
}

/** Goes further back than before; one without a list of changes also reads what was created since. */
function further(standing: SyncRow, { since: wanted, beganAt: now, hasFeed }: SyncBounds) {
  const since = wanted < standing.since ? wanted : standing.since;
  // What is read of the past at the moment ends there by itself.
  if (standing.state === 'backfilling') return { since };
  const { reached, finishedAt } = standing;
  if (!hasFeed && finishedAt !== null) {
    const run = startRun(new Date(finishedAt.getTime() - DAY_MS), new Date(now.getTime() + DAY_MS));
    return { since, ...run, finishedAt: null };
  }
  if (reached === null || since >= reached) return { since };
  // A look at payments that have not settled, cut short by this, begins anew.
  const watchedAt = standing.stream === 'watch' ? null : standing.watchedAt;
  return { since, watchedAt, ...startRun(since, reached), finishedAt: null };
}

/** Nothing is read until it goes on. @returns null if none was begun, or it is done */
export function pauseSync(db: Db, by: ChangedBy, connectionId: ConnectionId): Promise<SyncRow | null> {
  return changeSync(db, by, connectionId, async (tx, standing) => {
    if (standing.pausedAt !== null) return standing;
    await appendFirmEvent(tx, by, { type: 'connection.sync_paused', data: { connectionId } });
    return set(tx, standing, { pausedAt: by.at, pausedBy: by.principalId });
  });
}

/** Lets it go on from where it is. @returns null if none was begun, or it is done */
export function resumeSync(db: Db, by: ChangedBy, connectionId: ConnectionId): Promise<SyncRow | null> {
  return changeSync(db, by, connectionId, async (tx, standing) => {
    if (standing.pausedAt === null) return standing;
    await appendFirmEvent(tx, by, { type: 'connection.sync_resumed', data: { connectionId } });
    return set(tx, standing, { pausedAt: null, pausedBy: null, workflowRunId: null, ...NOT_WAITING });
  });
}

function changeSync(
  db: Db,
  by: ChangedBy,
  connectionId: ConnectionId,
  change: (tx: Db, standing: SyncRow) => Promise<SyncRow>,
): Promise<SyncRow | null> {
  return db.transaction(async (tx) => {
    const standing = await lockSync(tx, { firmId: by.firmId, connectionId });
    return standing === null || standing.state === 'done' ? null : change(tx, standing);
  });
}

async function set(tx: Db, standing: SyncRow, values: Partial<SyncRow>): Promise<SyncRow> {
  await tx
    .update(processorSync)
    .set(values)
    .where(eq(processorSync.id, syncIdOf(keyOfSync(standing))));
  return { ...standing, ...values };
}
