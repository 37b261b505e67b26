// How fast one process looks things up at a company: a bucket for each connection, filled by its `lookupsPerSecond`. A
// send is no lookup and takes nothing from it, so no refund waits behind a long list.
import { performance } from 'node:perf_hooks';
import type { ConnectionId } from '@makewhole/domain/ids';

/** A lookup that would wait longer than this is not made: its caller asks again, after its own pause. */
const WAIT_MAX_MS = 10_000;
const SECOND_MS = 1_000;

type LookupPace = {
  /** Takes a place. @returns in how many milliseconds the lookup may be made; null if that is too long to wait */
  readonly take: () => number | null;
};

/** The pace of each connection, whatever credentials it has. */
export function createLookupPaces(): (connectionId: ConnectionId, lookupsPerSecond: number) => LookupPace {
  const paces = new Map<ConnectionId, LookupPace>();
  return (connectionId, lookupsPerSecond) => {
    const pace = paces.get(connectionId) ?? createLookupPace(lookupsPerSecond, () => performance.now());
    paces.set(connectionId, pace);
    return pace;
  };
}

/** @param now in milliseconds; never goes back */
export function createLookupPace(lookupsPerSecond: number, now: () => number): LookupPace {
  const intervalMs = SECOND_MS / lookupsPerSecond;
  /** When the bucket is full again: a second's lookups may be made at once. */
  let fullAt = Number.NEGATIVE_INFINITY;
  return {
    take: () => {
      const from = Math.max(fullAt, now());
      const waitMs = Math.max(0, from + intervalMs - SECOND_MS - now());
      if (waitMs > WAIT_MAX_MS) return null;
      fullAt = from + intervalMs;
      return waitMs;
    },
  };
}
