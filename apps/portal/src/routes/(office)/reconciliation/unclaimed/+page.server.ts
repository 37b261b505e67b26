import { error } from '@sveltejs/kit';
import { apiFor, dataOf } from '#lib/server/api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const report = await dataOf(event, apiFor(event).GET('/v1/reports/unclaimed'));
  // The same API route returns the table as text, if asked for it.
  if (typeof report === 'string') error(502, 'The list came in another form than it was asked for.');
  return { report };
};
