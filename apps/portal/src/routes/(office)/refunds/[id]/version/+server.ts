import { apiFor } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

/** The refund's version, from which a page without a live timeline sees that there is something new to show. */
export const GET: RequestHandler = async (event) => {
  const params = { path: { id: event.params.id } };
  const { data, response } = await apiFor(event).GET('/v1/refunds/{id}', { params });
  return data === undefined
    ? new Response(null, { status: response.status })
    : Response.json({ version: data.version });
};
