import { apiFor, dataOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiFor(event);
  const cursor = event.url.searchParams.get('cursor');
  const query = { differs: true, limit: 50, ...(cursor !== null && { cursor }) };
  const [page, any, { data }] = await Promise.all([
    dataOf(event, api.GET('/v1/trust-balances', { params: { query } })),
    dataOf(event, api.GET('/v1/trust-balances', { params: { query: { limit: 1 } } })),
    dataOf(event, api.GET('/v1/bank-accounts')),
  ]);
  return {
    ...{ balances: page.data, nextCursor: page.nextCursor, isFirst: cursor === null },
    isImported: any.data.length > 0,
    accounts: Object.fromEntries(data.map(({ id, title }) => [id, title])),
  };
};
