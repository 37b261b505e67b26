import { disputeList, readDisputesQuery } from '#lib/disputes/disputes-query.ts';
import { apiFor, outcomeOf } from '#lib/server/api.ts';
import { nearnessOfDispute } from '#lib/server/near-deadline.ts';
import type { PageServerLoad } from './$types';

const PAGE_ROWS = 25;

export const load: PageServerLoad = async (event) => {
  const query = readDisputesQuery(event.url.searchParams);
  const page = { limit: PAGE_ROWS, ...(query.cursor !== null && { cursor: query.cursor }) };
  const asking = apiFor(event).GET('/v1/disputes', { params: { query: { ...disputeList(query), ...page } } });
  const outcome = await outcomeOf(event, asking);
  if (!outcome.ok) return { query, nearness: {}, list: null, problem: outcome.problem };
  const { timeZone } = (await event.parent()).me.firm;
  const now = new Date().toISOString();
  const nearness = Object.fromEntries(
    outcome.data.data.map((dispute) => [dispute.id, nearnessOfDispute(dispute, now, timeZone)]),
  );
  return { query, nearness, list: outcome.data, problem: null };
};
