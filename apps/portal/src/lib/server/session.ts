// Signing in and out: the API's own sign-in (R11), called from the portal's server.
import type { RequestEvent } from '@sveltejs/kit';
import { API_URL } from '$app/env/private';
import { callerHeaders } from './api.ts';
import { log } from './log.ts';
import { passOnCookies } from './session-cookie.ts';

export type SignIn = { readonly email: string; readonly password: string };
export type SignInOutcome = 'signed_in' | 'refused' | 'too_many_tries' | 'unreachable';

const ANSWER_TIMEOUT_MS = 10_000;

export async function signIn(event: RequestEvent, credentials: SignIn): Promise<SignInOutcome> {
  const answer = await post(event, '/auth/sign-in/email', credentials);
  if (answer === null || answer.status >= 500) return 'unreachable';
  if (answer.status === 429) return 'too_many_tries';
  if (!answer.ok) return 'refused';
  passOnCookies(event.cookies, answer);
  return 'signed_in';
}

/** Ends the session at the API. False where the API could not be reached: the session stands then. */
export async function signOut(event: RequestEvent): Promise<boolean> {
  const answer = await post(event, '/auth/sign-out', {});
  if (answer === null || answer.status >= 500) return false;
  passOnCookies(event.cookies, answer);
  return true;
}

async function post(event: RequestEvent, path: string, body: object): Promise<Response | null> {
  try {
    return await fetch(API_URL + path, {
      method: 'POST',
      headers: { ...callerHeaders(event), 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
  } catch (cause) {
    log.error({ err: cause, path }, 'the API gave no answer');
    return null;
  }
}
