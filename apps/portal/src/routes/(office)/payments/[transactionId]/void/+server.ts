import { apiFor } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

/** The status of an authorization's void, from which its page sees that there is something new to show. */
export const GET: RequestHandler = async (event) => {
  const params = { path: { transactionId: event.params.transactionId } };
  const { data, response } = await apiFor(event).GET('/v1/payments/{transactionId}/void', { params });
  return data === undefined
    ? new Response(null, { status: response.status })
    : Response.json({ status: data.status });
};
