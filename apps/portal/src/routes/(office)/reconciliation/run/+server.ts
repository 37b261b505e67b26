import { apiFor } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

/** Where the newest comparison stands, by which its page sees that there is something new to show. */
export const GET: RequestHandler = async (event) => {
  const { data, response } = await apiFor(event).GET('/v1/reconciliations', {
    params: { query: { limit: 1 } },
  });
  const run = data?.data[0];
  return run === undefined
    ? new Response(null, { status: response.ok ? 404 : response.status })
    : Response.json({ status: run.status });
};
