import { apiFor } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

/** Somebody types or points in a page: their session goes on. Answers when it would end now. */
export const POST: RequestHandler = async (event) => {
  const { data, response } = await apiFor(event).GET('/v1/me');
  if (data?.session == null)
    return new Response(null, { status: data === undefined ? response.status : 401 });
  const { endsAt, idleEndsAt } = data.session;
  return Response.json({ endsAt, idleEndsAt });
};
