import type { RequestEvent } from '@sveltejs/kit';
import { apiFor, outcomeOf } from './api.ts';

/** How many differences that are no refund's task wait for an explanation; 0 where nobody can say: it stands beside a menu entry. */
export async function countToExplain(event: RequestEvent): Promise<number> {
  const query = { status: 'open', unowed: true, limit: 1 } as const;
  const differences = await outcomeOf(
    event,
    apiFor(event).GET('/v1/reconciliation-differences', { params: { query } }),
  );
  return differences.ok ? differences.data.count : 0;
}
