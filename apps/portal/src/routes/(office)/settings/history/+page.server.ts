import { apiFor, dataOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

const PAGE_ROWS = 25;

export const load: PageServerLoad = async (event) => {
  const cursor = event.url.searchParams.get('cursor');
  const query = { limit: PAGE_ROWS, ...(cursor !== null && { cursor }) };
  const api = apiFor(event);
  const [events, users, keys, endpoints] = await Promise.all([
    dataOf(event, api.GET('/v1/firm/events', { params: { query } })),
    dataOf(event, api.GET('/v1/users')),
    dataOf(event, api.GET('/v1/api-keys')),
    dataOf(event, api.GET('/v1/webhook-endpoints')),
  ]);
  const named = [
    ...[...users.data, ...keys.data].map(({ id, name }) => [id, name] as const),
    ...endpoints.data.map(({ id, description }) => [id, description] as const),
  ];
  const { data, nextCursor } = events;
  return { events: data, names: Object.fromEntries(named), nextCursor, isFirst: cursor === null };
};
