import { apiFor, dataOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiFor(event);
  const cursor = event.url.searchParams.get('cursor');
  const params = { query: { ...(cursor !== null && { cursor }) } };
  const [page, { data: accounts }] = await Promise.all([
    dataOf(event, api.GET('/v1/bank-statements', { params })),
    dataOf(event, api.GET('/v1/bank-accounts')),
  ]);
  return { statements: page.data, nextCursor: page.nextCursor, isFirst: cursor === null, accounts };
};
