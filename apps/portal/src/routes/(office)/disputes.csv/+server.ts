import { error, redirect } from '@sveltejs/kit';
import { disputeList, readDisputesQuery } from '#lib/disputes/disputes-query.ts';
import { apiFor } from '#lib/server/api.ts';
import { EXPORT_TIMEOUT_MS, passFileOn } from '#lib/server/pass-file-on.ts';
import { readProblem } from '#lib/server/problem.ts';
import { askToSignIn } from '#lib/server/session-cookie.ts';
import type { RequestHandler } from './$types';

/** The list that Disputes shows for the same query, all its pages, as CSV. */
export const GET: RequestHandler = async (event) => {
  const query = disputeList(readDisputesQuery(event.url.searchParams));
  const { response, error: refusal } = await apiFor(event, EXPORT_TIMEOUT_MS).GET('/v1/exports/disputes', {
    params: { query },
    parseAs: 'stream',
  });
  if (response.status === 401) redirect(303, askToSignIn(event));
  const { code, detail } = readProblem(refusal, response.status);
  if (code === 'export_too_long') error(response.status, detail);
  return passFileOn(response, 'This list cannot be exported right now. Try again in a moment.');
};
