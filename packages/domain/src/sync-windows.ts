// In which order a sync reads: its place in the list of changes, so that nothing is missed that changes meanwhile; then the past in windows of seven days, the newest first, because a refund that is asked for tomorrow is most likely of a
// recent payment; the newest window again, for what was created meanwhile; and from then on what changes.
import type { SyncState, SyncStream } from './contracts/processor-sync.ts';

const DAY_MS = 86_400_000;
const WINDOW_MS = 7 * DAY_MS;
/** Their clock may be ahead of ours. */
const AHEAD_MS = DAY_MS;
/** Reports of changes may come a little out of order: the feed is read again from so long before the last such look. */
const OVERLAP_MS = 10 * 60_000;
/** So that the oldest change is not forgotten while the feed is read. */
const MARGIN_MS = 60 * 60_000;
const WATCH_EVERY_MS = 20 * 60 * 60_000;

/** Windows are half-open: `windowFrom` is in it, `windowTo` is not. All by the company's clock. */
export type SyncPlace = {
  readonly state: SyncState;
  readonly stream: SyncStream;
  /** The stretch of the past that is being read, whose windows these are. */
  readonly runFrom: Date;
  readonly runTo: Date;
  readonly windowFrom: Date;
  readonly windowTo: Date;
  readonly secondPass: boolean;
  /** Null for the first page of the stream, in the window. */
  readonly cursor: string | null;
  /** Back to here everything was read; null until a window was. */
  readonly reached: Date | null;
};

/** What a sync goes by. */
export type SyncBounds = {
  readonly since: Date;
  readonly beganAt: Date;
  readonly hasFeed: boolean;
  /** A dry run: it keeps nothing, so it follows nothing and reads nothing twice. */
  readonly isTrial: boolean;
};

/** The first page of all. */
export function firstPlace({ since, beganAt, hasFeed, isTrial }: SyncBounds): SyncPlace {
  const run = startRun(since, new Date(beganAt.getTime() + AHEAD_MS));
  return { ...run, reached: null, stream: hasFeed && !isTrial ? 'changes' : 'payments' };
}

/** Reads a stretch of the past. @param from inclusive @param to exclusive */
export function startRun(from: Date, to: Date): Omit<SyncPlace, 'reached'> {
  return { state: 'backfilling', runFrom: from, runTo: to, ...windowBefore(to, from) };
}

/**
 * Where to go on after a page.
 * @param nextCursor of the page; null if it was the last one of its stream, in its window
 */
export function placeAfter(
  place: SyncPlace,
  nextCursor: string | null,
  bounds: SyncBounds & { readonly now: Date },
): SyncPlace {
  if (nextCursor !== null) return { ...place, cursor: nextCursor };
  if (place.stream === 'changes') {
    return place.state === 'following' ? place : { ...place, stream: 'payments', cursor: null };
  }
  if (place.stream === 'watch') return { ...place, stream: 'changes', cursor: null };
  if (place.stream === 'payments') return { ...place, stream: 'refunds', cursor: null };
  if (place.secondPass) return afterRun(place, bounds);
  const reached = earlier(place.reached, place.windowFrom);
  if (place.windowFrom > place.runFrom) {
    return { ...place, reached, ...windowBefore(place.windowFrom, place.runFrom) };
  }
  // Nothing is created in the past.
  if (bounds.isTrial || place.runTo <= bounds.beganAt) return afterRun({ ...place, reached }, bounds);
  const newest = windowBefore(place.runTo, place.runFrom);
  const windowTo = new Date(Math.max(bounds.now.getTime() + AHEAD_MS, place.runTo.getTime()));
  return { ...place, reached, ...newest, windowTo, secondPass: true };
}

/** Somebody asked for more of the past meanwhile, or it is all read. */
function afterRun(place: SyncPlace, { since, hasFeed, isTrial }: SyncBounds): SyncPlace {
  if (place.reached !== null && since < place.reached) return { ...place, ...startRun(since, place.reached) };
  return { ...place, state: hasFeed && !isTrial ? 'following' : 'done', stream: 'changes', cursor: null };
}

function windowBefore(windowTo: Date, runFrom: Date) {
  const windowFrom = new Date(Math.max(windowTo.getTime() - WINDOW_MS, runFrom.getTime()));
  return { stream: 'payments', windowFrom, windowTo, secondPass: false, cursor: null } as const;
}

function earlier(one: Date | null, other: Date): Date {
  return one !== null && one < other ? one : other;
}

/** How a sync follows changes. */
export type FollowPlace = {
  /** Null: from `changesSince` on. */
  readonly changeCursor: string | null;
  readonly changesSince: Date;
  /** When the feed was last begun to be read from before the look before. */
  readonly lookedBackAt: Date;
};

export function firstFollow(beganAt: Date): FollowPlace {
  return { changeCursor: null, changesSince: minus(beganAt, OVERLAP_MS), lookedBackAt: beganAt };
}

/** Where to read the feed after a page of it. */
export function followAfter(
  place: FollowPlace,
  { nextCursor, hasMore }: { readonly nextCursor: string; readonly hasMore: boolean },
  now: Date,
): FollowPlace {
  const isDue = now.getTime() - place.lookedBackAt.getTime() >= OVERLAP_MS;
  if (hasMore || !isDue) return { ...place, changeCursor: nextCursor };
  return { changeCursor: null, changesSince: minus(place.lookedBackAt, OVERLAP_MS), lookedBackAt: now };
}

/**
 * The company has forgotten what changed since: the feed begins as far back as it goes, and what was created in the gap is read
 * from its lists.
 * @param keptDays of the feed; null: for good
 */
export function afterGap(
  { lookedBackAt }: FollowPlace,
  { keptDays, now }: { readonly keptDays: number | null; readonly now: Date },
): { readonly follow: FollowPlace; readonly gap: { readonly from: Date; readonly to: Date } } {
  const from = minus(lookedBackAt, OVERLAP_MS);
  const kept = minus(now, (keptDays ?? 1) * DAY_MS - MARGIN_MS);
  return {
    follow: { changeCursor: null, changesSince: kept > from ? kept : from, lookedBackAt: now },
    gap: { from, to: new Date(now.getTime() + AHEAD_MS) },
  };
}

export function isWatchDue(watchedAt: Date | null, now: Date): boolean {
  return watchedAt === null || now.getTime() - watchedAt.getTime() >= WATCH_EVERY_MS;
}

function minus(instant: Date, ms: number): Date {
  return new Date(instant.getTime() - ms);
}
