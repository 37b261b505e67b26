import { apiFor, dataOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

const PAGE_ROWS = 25;

export const load: PageServerLoad = async (event) => {
  const cursor = event.url.searchParams.get('cursor');
  const query = { limit: PAGE_ROWS, ...(cursor !== null && { cursor }) };
  const api = apiFor(event);
  const [page, firm] = await Promise.all([
    dataOf(event, api.GET('/v1/client-accountings', { params: { query } })),
    dataOf(event, api.GET('/v1/firm')),
  ]);
  return {
    accountings: page.data,
    nextCursor: page.nextCursor,
    isFirst: cursor === null,
    sends: firm.clientAccountings,
  };
};
