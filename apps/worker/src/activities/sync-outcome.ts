// What every page of a sync is given, and what it comes to.
import type { SyncRow } from '@makewhole/db/sync/find-sync';
import type { SyncMove } from '@makewhole/db/sync/take-sync-page';
import type { SyncInput, SyncWait } from '@makewhole/domain/contracts/processor-sync';
import type { ProcessorCapabilities } from '@makewhole/domain/processor-capabilities';
import { placeAfter, type SyncBounds } from '@makewhole/domain/sync-windows';
import type { Unavailable } from '@makewhole/processor/no-answer';
import type { WorkerDependencies } from './dependencies.ts';

export type SyncWork = WorkerDependencies & {
  readonly key: SyncInput;
  /** As it stood when the page was asked for. */
  readonly row: SyncRow;
  readonly capabilities: ProcessorCapabilities;
  /** Whether a refund of the connection is being handed over right now. */
  readonly isHeldUp: () => Promise<boolean>;
};

export type PageOutcome =
  | {
      readonly kind: 'page';
      /** It has seen every change. */
      readonly isCaughtUp: boolean;
    }
  | { readonly kind: 'no_page'; readonly wait: SyncWait; readonly afterMs?: number };

export const PAGE: PageOutcome = { kind: 'page', isCaughtUp: false };
export const HELD_UP = { kind: 'no_page', wait: 'refund_being_sent' } as const;

export function noPage({
  cause,
  afterMs,
}: Pick<Unavailable, 'cause' | 'afterMs'>): Extract<PageOutcome, { kind: 'no_page' }> {
  if (cause === 'connection_broken') return { kind: 'no_page', wait: 'credentials_refused' };
  if (afterMs === undefined) return { kind: 'no_page', wait: 'unavailable' };
  return { kind: 'no_page', wait: 'rate_limited', afterMs };
}

/** The place after a page whose list goes on at `nextCursor`, or is over at null. */
export function moveAfter(
  row: SyncRow,
  nextCursor: string | null,
  { capabilities, at }: Pick<SyncWork, 'capabilities'> & { readonly at: Date },
): SyncMove {
  const { state, stream, runFrom, runTo, windowFrom, windowTo, secondPass, cursor, reached } = row;
  const place = { state, stream, runFrom, runTo, windowFrom, windowTo, secondPass, cursor, reached };
  const after = placeAfter(place, nextCursor, { ...boundsOf(row, capabilities), now: at });
  return { ...after, finishedAt: after.state === 'done' ? at : null };
}

function boundsOf({ since, beganAt, isTrial }: SyncRow, { changeFeed }: ProcessorCapabilities): SyncBounds {
  return { since, beganAt, isTrial, hasFeed: changeFeed.kind === 'feed' };
}
