import { apiFor } from '#lib/server/api.ts';
import { passFileOn } from '#lib/server/pass-file-on.ts';
import type { RequestHandler } from './$types';

/** Gross receipts of a year, as a download. */
export const GET: RequestHandler = async (event) => {
  const year = Number(event.url.searchParams.get('year'));
  const { response } = await apiFor(event).GET('/v1/exports/gross-receipts', {
    params: { query: { year } },
    parseAs: 'stream',
  });
  return passFileOn(response, 'Choose a year, then try again.');
};
