import { readWorkQuery } from '#lib/work/work-query.ts';
import { apiFor, dataOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

const PAGE_ROWS = 25;

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
  const [page, other] = await Promise.all([
    list({ ...listOf(whose), limit: PAGE_ROWS, ...(cursor !== null && { cursor }) }),
    list({ ...listOf(whose === 'mine' ? 'all' : 'mine'), limit: 1 }),
  ]);
  const counts =
    whose === 'mine' ? { mine: page.count, all: other.count } : { mine: other.count, all: page.count };
  return { query, tasks: page.data, nextCursor: page.nextCursor, counts, now: new Date().toISOString() };
};
