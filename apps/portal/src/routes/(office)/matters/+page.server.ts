import { apiFor, dataOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

const PAGE_ROWS = 50;

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const q = searchParams.get('q')?.trim().slice(0, 200) ?? '';
  const cursor = searchParams.get('cursor');
  const query = { limit: PAGE_ROWS, ...(q !== '' && { q }), ...(cursor !== null && { cursor }) };
  const { data, nextCursor } = await dataOf(
    event,
    apiFor(event).GET('/v1/directory/matters', { params: { query } }),
  );
  return { matters: data, nextCursor, q, isFirst: cursor === null };
};
