import type { RequestEvent } from '@sveltejs/kit';
import { apiFor, dataOf } from './api.ts';

const PAGE_ROWS = 25;

/** Everything that the page of differences shows. */
export async function loadDifferences(event: RequestEvent) {
  const { searchParams } = event.url;
  const status = searchParams.get('status') === 'settled' ? 'settled' : 'open';
  const cursor = searchParams.get('cursor');
  const api = apiFor(event);
  // Differences that no refund owes: the Work page links to each of them here.
  const unowed = status === 'open' && searchParams.get('unowed') === 'true';
  const query = { status, unowed, limit: PAGE_ROWS, ...(cursor !== null && { cursor }) } as const;
  const [runs, differences] = await Promise.all([
    dataOf(event, api.GET('/v1/reconciliations', { params: { query: { limit: 1 } } })),
    dataOf(event, api.GET('/v1/reconciliation-differences', { params: { query } })),
  ]);
  const { data, nextCursor } = differences;
  return {
    status,
    unowed,
    isFirst: cursor === null,
    run: runs.data[0] ?? null,
    differences: data,
    nextCursor,
  };
}
