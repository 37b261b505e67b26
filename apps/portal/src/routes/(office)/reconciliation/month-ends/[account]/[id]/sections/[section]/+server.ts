import { apiFor } from '#lib/server/api.ts';
import { passFileOn } from '#lib/server/pass-file-on.ts';
import type { RequestHandler } from './$types';

/** A section of the binder as a table, as a download. */
export const GET: RequestHandler = async (event) => {
  const { account, id, section } = event.params;
  const { response } = await apiFor(event).GET(
    '/v1/bank-accounts/{id}/month-ends/{monthEndId}/sections/{section}',
    { params: { path: { id: account, monthEndId: id, section } }, parseAs: 'stream' },
  );
  return passFileOn(response, 'This section cannot be had right now. Try again in a moment.');
};
