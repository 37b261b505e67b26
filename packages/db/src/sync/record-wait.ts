// Why a sync takes no page now, and who hears of it when that goes on (B14).
import { ownerOf } from '@makewhole/domain/obligations';
import {
  SYNC_STUCK_AFTER_MS,
  type SyncInput,
  type SyncWait,
} from '@makewhole/domain/contracts/processor-sync';
import type { ObligationId } from '@makewhole/domain/ids';
import { dueAt } from '@makewhole/domain/obligation-dates';
import { syncStuckSummary } from '@makewhole/domain/obligation-summaries';
import type { Db } from '../connect.ts';
import { findConnection } from '../connections/find-connection.ts';
import { newId } from '../new-id.ts';
import { firstMessageAt } from '../obligations/open-and-complete.ts';
import { obligations } from '../schema/obligations.ts';
import { processorSync } from '../schema/processor-sync.ts';
import { lockSync, ofSync } from './find-sync.ts';

export type RecordedWait = {
  /** Tries without a page in a row, this one included. */
  readonly tries: number;
  readonly since: Date;
  /** It has waited for an hour: people are to be told. */
  readonly isStuck: boolean;
};

/**
 * Records a try that got no page. After an hour of them the owners have a task, unless they have the one to replace the
 * credentials already. @returns null if there is no such sync
 */
export function recordWait(db: Db, key: SyncInput, wait: SyncWait, at: Date): Promise<RecordedWait | null> {
  return db.transaction(async (tx) => {
    const row = await lockSync(tx, key);
    if (row === null) return null;
    // A disabled connection is nobody's fault: the hour begins when it is enabled.
    const isGoingOn = row.waitingFor !== null && row.waitingFor !== 'connection_disabled';
    const since = isGoingOn ? (row.waitingSince ?? at) : at;
    const tries = row.waitingFor === null ? 1 : row.tries + 1;
    await tx.update(processorSync).set({ waitingFor: wait, waitingSince: since, tries }).where(ofSync(key));
    const isStuck = wait !== 'connection_disabled' && at.getTime() - since.getTime() >= SYNC_STUCK_AFTER_MS;
    if (isStuck && wait !== 'credentials_refused') await openTask(tx, key, at);
    return { tries, since, isStuck };
  });
}

const KIND = 'sync_stuck';

async function openTask(tx: Db, { firmId, connectionId }: SyncInput, at: Date): Promise<void> {
  const connection = await findConnection(tx, { firmId, connectionId });
  if (connection === null) return;
  await tx
    .insert(obligations)
    .values({
      ...{ id: newId<ObligationId>('obl'), firmId, connectionId, kind: KIND },
      owner: ownerOf({ kind: KIND, subject: '' }),
      summary: syncStuckSummary(connection.label),
      openedAt: at,
      dueAt: new Date(dueAt(at.toISOString(), KIND)),
      nextMessageAt: firstMessageAt(at, KIND),
    })
    .onConflictDoNothing();
}
