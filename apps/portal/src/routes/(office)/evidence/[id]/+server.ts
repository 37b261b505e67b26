import { error } from '@sveltejs/kit';
import { apiFor } from '#lib/server/api.ts';
import type { RequestHandler } from './$types';

/** As the API says what the file is, and that it is to be saved. */
const PASSED_ON = ['content-type', 'content-disposition', 'content-length', 'x-content-type-options'];

/** A file that was kept as evidence, to be saved. */
export const GET: RequestHandler = async (event) => {
  const { response } = await apiFor(event).GET('/v1/evidence/{id}', {
    params: { path: { id: event.params.id } },
    parseAs: 'stream',
  });
  if (!response.ok) error(response.status, 'This file cannot be shown. It may not be of your firm.');
  const headers = new Headers({ 'cache-control': 'private, no-store' });
  for (const name of PASSED_ON) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(response.body, { headers });
};
