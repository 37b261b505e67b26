// A page and the place after it are one transaction: whatever is killed, the same page is asked for again, and is counted
// once.
import {
  SAMPLES_MAX,
  isSampled,
  type SyncCounted,
  type SyncCounts,
  type SyncNote,
  type SyncResult,
  type SyncSamples,
} from '@makewhole/domain/contracts/processor-sync';
import type { Db } from '../connect.ts';
import { completeConnectionTask } from '../connections/complete-connection-task.ts';
import { rolledBack } from '../rolled-back.ts';
import { processorSync } from '../schema/processor-sync.ts';
import { keyOfSync, lockSync, ofSync, type SyncRow } from './find-sync.ts';

/** A record, by the company's ID of it, what became of it, and what else is to be known of it. */
export type SyncTaken = {
  readonly id: string;
  readonly result: SyncResult;
  readonly notes?: readonly SyncNote[];
};

/** Where a sync goes on after a page. */
export type SyncMove = Partial<Omit<SyncRow, 'pages' | 'counts' | 'followed' | 'samples' | 'pageAt'>>;

type SyncPage = {
  readonly at: Date;
  /** Applies its records. Of a dry run, nothing of it is kept but its counts. */
  readonly take: (tx: Db) => Promise<readonly SyncTaken[]>;
  /** @param row as it stands; its bounds may have been changed since the page was asked for */
  readonly moveOf: (row: SyncRow) => SyncMove;
};

/**
 * Applies a page and moves the place behind it; does nothing if the page was applied already, or the sync was paused.
 * @param asked the row when the page was asked for
 */
export function takeSyncPage(db: Db, asked: SyncRow, { at, take, moveOf }: SyncPage): Promise<void> {
  return db.transaction(async (tx) => {
    const key = keyOfSync(asked);
    const row = await lockSync(tx, key);
    if (row?.pages !== asked.pages || row.stream !== asked.stream || row.pausedAt !== null) return;
    const taken = row.isTrial ? await rolledBack(tx, take) : await take(tx);
    await tx
      .update(processorSync)
      .set({
        ...moveOf(row),
        ...counted(row, taken),
        ...{ pages: row.pages + 1, pageAt: at, waitingFor: null, waitingSince: null, tries: 0 },
      })
      .where(ofSync(key));
    if (row.waitingFor !== null) await completeConnectionTask(tx, row.connectionId, at, 'sync_stuck');
  });
}

/** What the second pass counts: only what the first one cannot have seen. */
const NEW_IN_SECOND_PASS: readonly SyncResult[] = ['added', 'refund_marked', 'refund_reported'];

function counted(
  { stream, secondPass, samples, ...row }: SyncRow,
  taken: readonly SyncTaken[],
): Pick<SyncRow, 'samples'> & Partial<Pick<SyncRow, 'counts' | 'followed'>> {
  const isPast = stream === 'payments' || stream === 'refunds';
  const seen =
    isPast && secondPass ? taken.filter(({ result }) => NEW_IN_SECOND_PASS.includes(result)) : taken;
  const all = seen.flatMap(({ id, result, notes = [] }) => [result, ...notes].map((what) => ({ id, what })));
  return isPast
    ? { samples: sampled(samples, all), counts: added(row.counts, all) }
    : { samples: sampled(samples, all), followed: added(row.followed, all) };
}

type Counted = { readonly id: string; readonly what: SyncCounted };

function added(before: SyncCounts, all: readonly Counted[]): SyncCounts {
  const counts = { ...before };
  for (const { what } of all) counts[what] = (counts[what] ?? 0) + 1;
  return counts;
}

function sampled(before: SyncSamples, all: readonly Counted[]): SyncSamples {
  const samples = { ...before };
  for (const { id, what } of all.filter((one) => isSampled(one.what))) {
    const known = samples[what] ?? [];
    if (known.length < SAMPLES_MAX && !known.includes(id)) samples[what] = [...known, id];
  }
  return samples;
}
