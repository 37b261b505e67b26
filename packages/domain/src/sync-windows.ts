// In which order a backfill reads the past: windows of seven days, the newest first, because a refund that is asked for
// tomorrow is most likely of a recent payment; at the end the newest one again, for what was created meanwhile.
import type { SyncStream } from './contracts/processor-sync.ts';

const DAY_MS = 86_400_000;
const WINDOW_MS = 7 * DAY_MS;
/** Their clock may be ahead of ours. */
const AHEAD_MS = DAY_MS;

/** Half-open: `windowFrom` is in it, `windowTo` is not. */
export type SyncPlace = {
  readonly stream: SyncStream;
  readonly windowFrom: Date;
  readonly windowTo: Date;
  readonly secondPass: boolean;
  /** Null for the first page of the stream in the window. */
  readonly cursor: string | null;
};

type Bounds = { readonly since: Date; readonly beganAt: Date };

/** The first page of all. */
export function firstPlace({ since, beganAt }: Bounds): SyncPlace {
  return windowBefore(new Date(beganAt.getTime() + AHEAD_MS), since, false);
}

/**
 * Where to go on after a page.
 * @param nextCursor of the page; null if it was the last one of its stream in the window
 * @param now until then the second pass reads
 * @returns null at the end
 */
export function placeAfter(
  place: SyncPlace,
  nextCursor: string | null,
  { since, beganAt, now }: Bounds & { readonly now: Date },
): SyncPlace | null {
  if (nextCursor !== null) return { ...place, cursor: nextCursor };
  if (place.stream === 'payments') return { ...place, stream: 'refunds', cursor: null };
  if (place.secondPass) return null;
  if (place.windowFrom > since) return windowBefore(place.windowFrom, since, false);
  const { windowFrom } = firstPlace({ since, beganAt });
  const windowTo = new Date(Math.max(now.getTime(), beganAt.getTime()) + AHEAD_MS);
  return { stream: 'payments', windowFrom, windowTo, secondPass: true, cursor: null };
}

function windowBefore(windowTo: Date, since: Date, secondPass: boolean): SyncPlace {
  const windowFrom = new Date(Math.max(windowTo.getTime() - WINDOW_MS, since.getTime()));
  return { stream: 'payments', windowFrom, windowTo, secondPass, cursor: null };
}
