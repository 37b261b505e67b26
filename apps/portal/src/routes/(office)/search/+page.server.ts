import { SEARCH_LENGTH_MAX, searchAll } from '#lib/server/search-all.ts';
import type { PageServerLoad } from './$types';

const OF_EACH_KIND = 10;

export const load: PageServerLoad = async (event) => {
  const q = event.url.searchParams.get('q')?.trim().slice(0, SEARCH_LENGTH_MAX) ?? '';
  const { me } = await event.parent();
  return { q, ...(await searchAll(event, q, { me, most: OF_EACH_KIND })) };
};
