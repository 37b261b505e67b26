import { apiFor, dataOf } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

/** Whether the binder is ready, for the page that waits for it. */
export const GET: RequestHandler = async (event) => {
  const { account, id } = event.params;
  const params = { path: { id: account, monthEndId: id } };
  const reading = apiFor(event).GET('/v1/bank-accounts/{id}/month-ends/{monthEndId}/paper', { params });
  const paper = await dataOf(event, reading);
  return Response.json({ status: paper.state, paper });
};
