import { error, redirect } from '@sveltejs/kit';
import { linesFilter, readLinesQuery } from '#lib/bank/lines-query.ts';
import { apiFor } from '#lib/server/api.ts';
import { EXPORT_TIMEOUT_MS, passFileOn } from '#lib/server/pass-file-on.ts';
import { readProblem } from '#lib/server/problem.ts';
import { askToSignIn } from '#lib/server/session-cookie.ts';
import type { RequestHandler } from './$types';

/** The list of bank lines for the same query, all its pages, as a download. */
export const GET: RequestHandler = async (event) => {
  const { response, error: refusal } = await apiFor(event, EXPORT_TIMEOUT_MS).GET('/v1/exports/bank-lines', {
    params: { query: linesFilter(readLinesQuery(event.url.searchParams)) },
    parseAs: 'stream',
  });
  if (response.status === 401) redirect(303, askToSignIn(event));
  if (response.status < 500 && !response.ok)
    error(response.status, readProblem(refusal, response.status).detail);
  return passFileOn(response, 'This list cannot be exported right now. Try again in a moment.');
};
