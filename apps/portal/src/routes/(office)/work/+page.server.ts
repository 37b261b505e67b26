import type { RequestEvent } from '@sveltejs/kit';
import { readWorkQuery, showsDifferences } from '#lib/work/work-query.ts';
import { apiFor, dataOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

const PAGE_ROWS = 25;
/** They stand above the tasks, and must not push them off the screen. */
const DIFFERENCES_SHOWN = 5;

export const load: PageServerLoad = async (event) => {
  const query = readWorkQuery(event.url.searchParams);
  const { whose, kind, overdue, cursor } = query;
  const list = (asked: { mine?: boolean; limit: number; cursor?: string }) =>
    dataOf(
      event,
      apiFor(event).GET('/v1/obligations', {
        params: { query: { ...asked, ...(kind !== null && { kind }), ...(overdue && { overdue }) } },
      }),
    );
  const listOf = (one: typeof whose) => (one === 'mine' ? { mine: true } : {});
  const [page, other, parent, unowed] = await Promise.all([
    list({ ...listOf(whose), limit: PAGE_ROWS, ...(cursor !== null && { cursor }) }),
    list({ ...listOf(whose === 'mine' ? 'all' : 'mine'), limit: 1 }),
    event.parent(),
    showsDifferences(query) ? listUnowed(event) : null,
  ]);
  // Who may explain them may do so whoever else may: they count for both tabs.
  const mayExplain = parent.me.actions.includes('reconciliation.manage');
  const differences = mayExplain && unowed !== null ? unowed : { data: [], count: 0 };
  const [mine, all] = whose === 'mine' ? [page.count, other.count] : [other.count, page.count];
  return {
    query,
    tasks: page.data,
    nextCursor: page.nextCursor,
    differences: { shown: cursor === null ? differences.data : [], count: differences.count },
    counts: { mine: mine + differences.count, all: all + differences.count },
    now: new Date().toISOString(),
  };
};

function listUnowed(event: RequestEvent) {
  const query = { status: 'open', unowed: true, limit: DIFFERENCES_SHOWN } as const;
  return dataOf(event, apiFor(event).GET('/v1/reconciliation-differences', { params: { query } }));
}
