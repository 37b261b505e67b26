import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { readHistoryQuery } from '#lib/payments/history-query.ts';
import { readRanges } from '#lib/payments/history-ranges.ts';
import { paymentList, refundList } from '#lib/payments/list-query.ts';
import { apiFor, dataOf } from '#lib/server/api.ts';
import { EXPORT_TIMEOUT_MS, passFileOn } from '#lib/server/pass-file-on.ts';
import { readProblem } from '#lib/server/problem.ts';
import { askToSignIn } from '#lib/server/session-cookie.ts';
import type { RequestHandler } from './$types';

/** The list that Payment History shows for the same query, all its pages, as CSV. */
export const GET: RequestHandler = async (event) => {
  const { response, error: refusal } = await askFor(event);
  if (response.status === 401) redirect(303, askToSignIn(event));
  const { code, detail } = readProblem(refusal, response.status);
  if (code === 'export_too_long') error(response.status, detail);
  return passFileOn(response, 'This list cannot be exported right now. Try again in a moment.');
};

async function askFor(
  event: RequestEvent,
): Promise<{ readonly response: Response; readonly error?: unknown }> {
  const query = readHistoryQuery(event.url.searchParams);
  const { firm } = await dataOf(event, apiFor(event).GET('/v1/me'));
  const read = readRanges(query, firm.timeZone);
  if (!read.ok) error(400, Object.values(read.faults).join(' '));
  const api = apiFor(event, EXPORT_TIMEOUT_MS);
  return query.type === 'refund'
    ? await api.GET('/v1/exports/refunds', {
        params: { query: refundList(query, read.ranges) },
        parseAs: 'stream',
      })
    : await api.GET('/v1/exports/payments', {
        params: { query: paymentList(query, read.ranges) },
        parseAs: 'stream',
      });
}
