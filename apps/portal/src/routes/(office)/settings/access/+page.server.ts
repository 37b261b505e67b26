import { apiFor, dataOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

const PAGE_ROWS = 25;

export const load: PageServerLoad = async (event) => {
  const cursor = event.url.searchParams.get('cursor');
  const query = { limit: PAGE_ROWS, ...(cursor !== null && { cursor }) };
  const page = await dataOf(event, apiFor(event).GET('/v1/firm/access-events', { params: { query } }));
  return { events: page.data, nextCursor: page.nextCursor, isFirst: cursor === null };
};
