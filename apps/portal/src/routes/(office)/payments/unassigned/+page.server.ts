import { apiFor, dataOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const cursor = event.url.searchParams.get('cursor');
  const query = { unassigned: true, sort: 'created', ...(cursor !== null && { cursor }) } as const;
  const page = await dataOf(event, apiFor(event).GET('/v1/payments', { params: { query } }));
  return { payments: page.data, nextCursor: page.nextCursor, isFirst: cursor === null };
};
