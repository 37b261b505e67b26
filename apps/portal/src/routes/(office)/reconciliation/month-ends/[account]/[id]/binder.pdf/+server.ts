import { apiFor } from '#lib/server/api.ts';
import { passFileOn } from '#lib/server/pass-file-on.ts';
import type { RequestHandler } from './$types';

/** The printed binder, as a download. */
export const GET: RequestHandler = async (event) => {
  const { account, id } = event.params;
  const { response } = await apiFor(event).GET('/v1/bank-accounts/{id}/month-ends/{monthEndId}/paper.pdf', {
    params: { path: { id: account, monthEndId: id } },
    parseAs: 'stream',
  });
  return passFileOn(response, 'The binder isn’t ready. Go back to the month end and create it.');
};
