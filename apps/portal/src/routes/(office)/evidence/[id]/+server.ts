import { apiFor } from '#lib/server/api.ts';
import { passFileOn } from '#lib/server/pass-file-on.ts';
import type { RequestHandler } from './$types';

/** A file kept as evidence, as a download. */
export const GET: RequestHandler = async (event) => {
  const { response } = await apiFor(event).GET('/v1/evidence/{id}', {
    params: { path: { id: event.params.id } },
    parseAs: 'stream',
  });
  return passFileOn(response, 'This file cannot be shown. It may not be of your firm.');
};
