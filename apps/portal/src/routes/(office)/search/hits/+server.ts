import { apiFor, dataOf } from '#lib/server/api.ts';
import { SEARCH_LENGTH_MAX, searchAll } from '#lib/server/search-all.ts';
import type { RequestHandler } from './$types';

const OF_EACH_KIND = 5;

/** What the palette shows while a person types. */
export const GET: RequestHandler = async (event) => {
  const q = event.url.searchParams.get('q')?.trim().slice(0, SEARCH_LENGTH_MAX) ?? '';
  const me = await dataOf(event, apiFor(event).GET('/v1/me'));
  return Response.json(await searchAll(event, q, { me, most: OF_EACH_KIND }));
};
