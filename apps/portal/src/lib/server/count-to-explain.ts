import type { RequestEvent } from '@sveltejs/kit';
import { apiFor, outcomeOf } from './api.ts';

/**
 * How many differences without a refund's task wait for an explanation; 0 if unknown: it is only a menu entry's count.
 */
export async function countToExplain(event: RequestEvent): Promise<number> {
  const query = { status: 'open', unowed: true, limit: 1 } as const;
  const differences = await outcomeOf(
    event,
    apiFor(event).GET('/v1/reconciliation-differences', { params: { query } }),
  );
  return differences.ok ? differences.data.count : 0;
}
