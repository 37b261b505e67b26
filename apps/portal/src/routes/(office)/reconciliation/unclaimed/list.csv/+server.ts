import { apiFor } from '#lib/server/api.ts';
import { passFileOn } from '#lib/server/pass-file-on.ts';
import type { RequestHandler } from './$types';

/** The list of unclaimed money as a table, as a download. */
export const GET: RequestHandler = async (event) => {
  const { response } = await apiFor(event).GET('/v1/reports/unclaimed', {
    headers: { accept: 'text/csv' },
    parseAs: 'stream',
  });
  return passFileOn(response, 'The list cannot be had right now. Try again in a moment.');
};
