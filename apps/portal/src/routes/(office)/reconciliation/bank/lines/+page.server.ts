import { linesFilter, readLinesQuery } from '#lib/bank/lines-query.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const api = apiFor(event);
  const query = readLinesQuery(searchParams);
  const cursor = searchParams.get('cursor');
  const params = { query: { ...linesFilter(query), ...(cursor !== null && { cursor }) } };
  const [listed, { data: accounts }] = await Promise.all([
    outcomeOf(event, api.GET('/v1/bank-lines', { params })),
    dataOf(event, api.GET('/v1/bank-accounts')),
  ]);
  return {
    ...{ query, accounts, isFirst: cursor === null },
    lines: listed.ok ? listed.data.data : [],
    nextCursor: listed.ok ? listed.data.nextCursor : null,
    fault: listed.ok ? null : listed.problem.detail,
  };
};
