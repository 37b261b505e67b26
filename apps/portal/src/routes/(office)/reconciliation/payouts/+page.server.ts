import { apiFor, dataOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiFor(event);
  const cursor = event.url.searchParams.get('cursor');
  const params = { query: { ...(cursor !== null && { cursor }) } };
  const [page, { data }] = await Promise.all([
    dataOf(event, api.GET('/v1/payouts', { params })),
    dataOf(event, api.GET('/v1/connections')),
  ]);
  const connections = Object.fromEntries(data.map(({ id, label }) => [id, label]));
  return { payouts: page.data, nextCursor: page.nextCursor, isFirst: cursor === null, connections };
};
