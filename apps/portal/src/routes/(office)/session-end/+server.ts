import { apiFor } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

/** When the session ends, asked by a page before it says so: another tab may have kept it alive. 401 if it has ended. */
export const GET: RequestHandler = async (event) => {
  const { data, response } = await apiFor(event).GET('/v1/me');
  if (data?.session == null)
    return new Response(null, { status: data === undefined ? response.status : 401 });
  const { endsAt, idleEndsAt } = data.session;
  return Response.json({ endsAt, idleEndsAt });
};
