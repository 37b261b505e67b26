// How far the payments of each connection are taken over, in what its card shows.
import type { RequestEvent } from '@sveltejs/kit';
import type { Connection, ConnectionSync } from '#lib/api-types.ts';
import type { SyncShown } from '#lib/connections/sync-shown.ts';
import { apiFor, outcomeOf } from './api.ts';

/** By the connection's ID; null: not begun. One that cannot be read now is left out, and the page is shown without it. */
export async function findSyncs(
  event: RequestEvent,
  connections: readonly Connection[],
): Promise<Readonly<Record<string, SyncShown | null>>> {
  const read = connections.map(async ({ id }) => {
    const asked = apiFor(event).GET('/v1/connections/{id}/sync', { params: { path: { id } } });
    const outcome = await outcomeOf<ConnectionSync>(event, asked);
    if (outcome.ok) return [[id, shown(outcome.data)]] as const;
    return outcome.problem.code === 'sync_not_found' ? ([[id, null]] as const) : [];
  });
  return Object.fromEntries((await Promise.all(read)).flat());
}

function shown(sync: ConnectionSync): SyncShown {
  const { state, since, readBackTo, waiting, pausedAt, lastPageAt, notTaken, noted, gap } = sync;
  const total = (kind: string) => (sync.counts[kind] ?? 0) + (sync.followed[kind] ?? 0);
  return {
    ...{ state, since, readBackTo, pausedAt, lastPageAt, gap },
    waiting: waiting === null ? null : { since: waiting.since, what: waiting.what },
    payments: total('added') + total('updated') + total('unchanged'),
    isNew: total('added'),
    refundsElsewhere: total('refund_marked') + total('refund_reported'),
    listed: [
      ...noted.map(({ kind, count, what, sampleIds }) => ({ kind, count, words: what, sampleIds })),
      ...notTaken.map(({ kind, count, why, sampleIds }) => ({ kind, count, words: why, sampleIds })),
    ],
  };
}
