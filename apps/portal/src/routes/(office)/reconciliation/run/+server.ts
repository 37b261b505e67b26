import { apiFor } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

/** The status of the newest comparison, from which its page sees that there is something new to show. */
export const GET: RequestHandler = async (event) => {
  const { data, response } = await apiFor(event).GET('/v1/reconciliations', {
    params: { query: { limit: 1 } },
  });
  const run = data?.data[0];
  return run === undefined
    ? new Response(null, { status: response.ok ? 404 : response.status })
    : Response.json({ status: run.status });
};
