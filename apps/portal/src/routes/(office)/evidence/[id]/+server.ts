import { apiFor } from '#lib/server/api.ts';
import { passFileOn } from '#lib/server/pass-file-on.ts';
import type { RequestHandler } from './$types';

/** A file kept as evidence, as a download. */
export const GET: RequestHandler = async (event) => {
  const { response } = await apiFor(event).GET('/v1/evidence/{id}', {
    params: { path: { id: event.params.id } },
    parseAs: 'stream',
  });
  return passFileOn(
    response,
    response.status === 410
      ? 'This file was redacted. The page that links to it says by whom, when and why.'
      : 'This file cannot be shown. It may not be of your firm.',
  );
};
