// The portal's only way to data: the HTTP API, called from the portal's server with the session of the requesting
// person.
import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { API_URL, PORTAL_URL } from '$app/env/private';
import { createMakewholeClient, type MakewholeClient } from '@makewhole/client/create-client';
import { maskSensitiveNumbers } from '@makewhole/domain/sensitive-numbers/sensitive-numbers';
import { BACKGROUND_HEADER } from '@makewhole/domain/sign-in-limits';
import { isAskedByPage } from './background-pages.ts';
import { log } from './log.ts';
import { readProblem, silence, type Problem } from './problem.ts';
import { askToSignIn, sessionHeader } from './session-cookie.ts';

/** Longer than the API's slowest answer takes (10 s, while a workflow applies a command). */
const ANSWER_TIMEOUT_MS = 15_000;

/**
 * Typed calls to the API on behalf of the person who sent this request.
 * @param timeoutMs until the response is complete
 */
export function apiFor(event: RequestEvent, timeoutMs: number = ANSWER_TIMEOUT_MS): MakewholeClient {
  const fetch = (request: Request) => fetchOrSilence(request, timeoutMs);
  return createMakewholeClient({ baseUrl: API_URL, fetch, headers: callerHeaders(event) });
}

/** As `apiFor`, for work that goes on after the response: it keeps no session alive. */
export function backgroundApiFor(event: RequestEvent, timeoutMs: number): MakewholeClient {
  const headers = { ...callerHeaders(event), [BACKGROUND_HEADER]: '1' };
  return createMakewholeClient({
    baseUrl: API_URL,
    fetch: (request) => fetchOrSilence(request, timeoutMs),
    headers,
  });
}

/** The headers that tell the API who asks, and from where. */
export function callerHeaders(event: RequestEvent): Record<string, string> {
  return {
    cookie: sessionHeader(event.cookies),
    origin: PORTAL_URL,
    'x-forwarded-for': event.getClientAddress(),
    ...(isAskedByPage({ id: event.route.id, method: event.request.method }) && { [BACKGROUND_HEADER]: '1' }),
  };
}

type Answer<Data> = { data?: Data; error?: unknown; response: Response };

/** The data that a page cannot do without: a problem becomes the error page. */
export async function dataOf<Data>(event: RequestEvent, answering: Promise<Answer<Data>>): Promise<Data> {
  return orErrorPage(await outcomeOf(event, answering));
}

/** The data of an outcome, or the error page with the API's message. */
export function orErrorPage<Data>(outcome: Outcome<Data>): Data {
  if (outcome.ok) return outcome.data;
  const { status, detail, code } = outcome.problem;
  error(status, detail, { code });
}

export type Outcome<Data> =
  { readonly ok: true; readonly data: Data } | { readonly ok: false; readonly problem: Problem };

/** A response as a value, for callers who can handle a problem. An ended session leads to the sign-in. */
export async function outcomeOf<Data>(
  event: RequestEvent,
  answering: Promise<Answer<Data>>,
): Promise<Outcome<Data>> {
  const answer = await answering;
  if (answer.response.ok && answer.data !== undefined) return { ok: true, data: answer.data };
  if (answer.response.status === 401) redirect(303, askToSignIn(event));
  return { ok: false, problem: readProblem(answer.error, answer.response.status) };
}

async function fetchOrSilence(request: Request, timeoutMs: number): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    // Only the path: a search's query contains people's names.
    // A card number may have been pasted as a transaction ID (ADR 26).
    const path = maskSensitiveNumbers(decodeURIComponent(new URL(request.url).pathname), 'reference');
    log.error({ err: cause, method: request.method, path }, 'the API gave no answer');
    return silence();
  }
}
