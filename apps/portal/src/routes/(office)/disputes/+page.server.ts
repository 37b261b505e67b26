import { disputeList, readDisputesQuery } from '#lib/disputes/disputes-query.ts';
import { apiFor, outcomeOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

const PAGE_ROWS = 25;

export const load: PageServerLoad = async (event) => {
  const query = readDisputesQuery(event.url.searchParams);
  const page = { limit: PAGE_ROWS, ...(query.cursor !== null && { cursor: query.cursor }) };
  const asking = apiFor(event).GET('/v1/disputes', { params: { query: { ...disputeList(query), ...page } } });
  const outcome = await outcomeOf(event, asking);
  const now = new Date().toISOString();
  return outcome.ok
    ? { query, now, list: outcome.data, problem: null }
    : { query, now, list: null, problem: outcome.problem };
};
