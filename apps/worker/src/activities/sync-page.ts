// One page of the sync of a connection (ADR 55): asked for where the row says, and applied with the place after it in one
// transaction. Repeating it after a lost answer takes the next page.
import { findConnection } from '@makewhole/db/connections/find-connection';
import { findSync, type SyncRow } from '@makewhole/db/sync/find-sync';
import { isSending } from '@makewhole/db/sync/is-sending';
import { recordWait } from '@makewhole/db/sync/record-wait';
import {
  syncWorkflowId,
  type SyncInput,
  type SyncStep,
  type SyncWait,
} from '@makewhole/domain/contracts/processor-sync';
import { isInUse } from '@makewhole/domain/connections';
import { raiseAlarm } from '@makewhole/temporal/raise-alarm';
import { pauseAfter } from '@makewhole/domain/pause-after';
import type { WorkerDependencies } from './dependencies.ts';
import { pageOfChanges } from './sync-changes.ts';
import type { PageOutcome, SyncWork } from './sync-outcome.ts';
import { pageOfPayments, pageOfRefunds } from './sync-past.ts';
import { pageOfUnsettled } from './sync-unsettled.ts';

const SENDING_MS = 5_000;
/** A refund that cannot be handed over for so long waits for something else than us. */
const SENDING_MS_MAX = 10 * 60_000;
const BROKEN_MS = 60_000;
/** How often changes are looked for where no webhook says that there is one. */
const FOLLOW_MS = 60_000;
/** Of a pause, at most: several connections to one company must not come back together. */
const JITTER = 0.25;

const ENDED: SyncStep = { kind: 'ended' };

/** Takes the next page, or says why there is none. */
export const syncPage =
  (dependencies: WorkerDependencies) =>
  async (key: SyncInput): Promise<SyncStep> => {
    const { db, processor } = dependencies;
    const row = await findSync(db, key);
    if (row === null || row.pausedAt !== null || row.state === 'done') return ENDED;
    const connection = await findConnection(db, key);
    if (connection === null || !isInUse(connection)) {
      await recordWait(db, key, 'connection_disabled', new Date());
      return ENDED;
    }
    const capabilities = await processor.capabilitiesOf(key);
    const isHeldUp = () => waitsForSend(dependencies, row);
    if (await isHeldUp()) return pause(dependencies, key, { wait: 'refund_being_sent' });
    const outcome = await takePage({ ...dependencies, key, row, capabilities, isHeldUp });
    if (outcome.kind === 'no_page') return pause(dependencies, key, outcome);
    return outcome.isCaughtUp ? { kind: 'wait', ms: FOLLOW_MS, untilNudged: true } : { kind: 'page' };
  };

/** Once a day, however often. */
export const reportSyncStuck =
  ({ temporal, taskQueue }: WorkerDependencies) =>
  (key: SyncInput): Promise<void> =>
    raiseAlarm(temporal, taskQueue, { alarm: 'sync_stuck', about: syncWorkflowId(key) });

function takePage(work: SyncWork): Promise<PageOutcome> {
  switch (work.row.stream) {
    case 'changes':
      return pageOfChanges(work);
    case 'payments':
      return pageOfPayments(work);
    case 'refunds':
      return pageOfRefunds(work);
    case 'watch':
      return pageOfUnsettled(work);
  }
}

/** Refunds come first: lists take nothing from what the company allows while one is being handed over. */
async function waitsForSend(
  { db }: WorkerDependencies,
  { firmId, connectionId, waitingFor, waitingSince }: SyncRow,
): Promise<boolean> {
  const hasWaitedLong =
    waitingFor === 'refund_being_sent' &&
    waitingSince !== null &&
    Date.now() - waitingSince.getTime() > SENDING_MS_MAX;
  return !hasWaitedLong && isSending(db, { firmId, connectionId });
}

type Pause = { readonly wait: SyncWait; readonly afterMs?: number };

async function pause(
  dependencies: WorkerDependencies,
  key: SyncInput,
  { wait, afterMs = 0 }: Pause,
): Promise<SyncStep> {
  const recorded = await recordWait(dependencies.db, key, wait, new Date());
  if (recorded === null) return ENDED;
  if (recorded.isStuck) await reportSyncStuck(dependencies)(key);
  const ms = Math.max(afterMs, leastPause(wait, recorded.tries));
  return { kind: 'wait', ms: Math.round(ms * (1 + Math.random() * JITTER)), untilNudged: false };
}

/** How long at least, whatever the company asks for (B17). */
function leastPause(wait: SyncWait, tries: number): number {
  if (wait === 'refund_being_sent') return SENDING_MS;
  return wait === 'credentials_refused' ? BROKEN_MS : pauseAfter(tries);
}
