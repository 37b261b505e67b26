import type { RequestEvent } from '@sveltejs/kit';
import type { Evidence } from '#lib/api-types.ts';
import { apiFor, outcomeOf } from './api.ts';

/** What is known of these files, by ID, redacted or not; a file that the API cannot tell of is left out. */
export async function loadEvidence(
  event: RequestEvent,
  ids: readonly unknown[],
): Promise<Readonly<Record<string, Evidence>>> {
  const cited = new Set(ids.filter((id) => typeof id === 'string'));
  const found = await Promise.all(
    Array.from(cited, async (id) => {
      const params = { path: { id } };
      const outcome = await outcomeOf(event, apiFor(event).GET('/v1/evidence/{id}/facts', { params }));
      return outcome.ok ? [[id, outcome.data] as const] : [];
    }),
  );
  return Object.fromEntries(found.flat());
}
