import { apiFor } from '#lib/server/api.ts';
import { passFileOn } from '#lib/server/pass-file-on.ts';
import type { RequestHandler } from './$types';

/** The ledger self-check as a table for accountants, as a download. */
export const GET: RequestHandler = async (event) => {
  const { response } = await apiFor(event).GET('/v1/reports/trust', {
    headers: { accept: 'text/csv' },
    parseAs: 'stream',
  });
  return passFileOn(response, 'The ledger self-check cannot be had right now. Try again in a moment.');
};
