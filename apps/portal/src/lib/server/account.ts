// A person's own sign-in (R11): the API's /auth, called from the portal's server.
import type { RequestEvent } from '@sveltejs/kit';
import { API_URL } from '$app/env/private';
import { PASSWORD_FAULTS } from '@makewhole/domain/password-policy';
import { callerHeaders } from './api.ts';
import { log } from './log.ts';
import { passOnCookies } from './session-cookie.ts';

/** `detail` is for people. */
export type AccountFault = { readonly status: number; readonly code: string; readonly detail: string };
export type AccountOutcome =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly fault: AccountFault };

const ANSWER_TIMEOUT_MS = 10_000;

/** What each of the API's refusal codes means to a person. */
const DETAILS: Readonly<Record<string, string>> = {
  INVALID_EMAIL_OR_PASSWORD: 'The email address or the password is not right. Check both and try again.',
  INVALID_EMAIL: 'The email address or the password is not right. Check both and try again.',
  INVALID_PASSWORD: 'That is not your password. Try again.',
  ACCOUNT_DISABLED: 'Your sign-in is disabled. Ask an owner of your firm.',
  ...PASSWORD_FAULTS,
  PASSWORD_TOO_LONG: 'Choose a password of at most 128 characters.',
  INVALID_TOKEN: 'This link has been used, or its time is over. Ask for a new one.',
  INVALID_CODE: 'This code is not right. Use the newest one that your app shows.',
  CODE_USED: 'This code was used already. Sign in again with the next one that your app shows.',
  INVALID_BACKUP_CODE: 'This is none of your recovery codes, or it was used before.',
  INVALID_TWO_FACTOR_COOKIE: 'The time for the code is over. Sign in again.',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'There were too many codes that were not right. Sign in again.',
  ACCOUNT_TEMPORARILY_LOCKED: 'There were too many codes that were not right. Try again in 30 minutes.',
  TOTP_ALREADY_ENABLED: 'An authenticator app is set up already.',
};

const SILENT: AccountFault = {
  status: 503,
  code: 'api_unreachable',
  detail: 'Makewhole cannot be reached right now. Nothing was changed or checked. Try again in a moment.',
};

/** Calls /auth, and passes on the cookies that come with the response. */
export async function askAccount(event: RequestEvent, path: string, body: object): Promise<AccountOutcome> {
  const answer = await post(event, path, body);
  if (answer === null) return { ok: false, fault: SILENT };
  const said = await readBody(answer);
  // `busy` (too many sign in at once) has a detail for people.
  if (answer.status >= 500 && said['code'] !== 'busy') return { ok: false, fault: SILENT };
  passOnCookies(event.cookies, answer);
  if (answer.ok) return { ok: true, body: said };
  return { ok: false, fault: faultOf(answer, said) };
}

function faultOf(answer: Response, said: Readonly<Record<string, unknown>>): AccountFault {
  const { status } = answer;
  const code = typeof said['code'] === 'string' ? said['code'] : 'unknown';
  const own = typeof said['detail'] === 'string' ? said['detail'] : null;
  const retryAfter = answer.headers.get('retry-after');
  const wait = status === 429 && retryAfter !== null ? waitFor(Number(retryAfter)) : null;
  const detail = own ?? DETAILS[code] ?? wait ?? 'Makewhole did not take that. Try again.';
  return { status, code, detail };
}

function waitFor(seconds: number): string {
  const time = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.max(1, seconds)} seconds`;
  return `There were too many tries. Try again in ${time}.`;
}

async function readBody(answer: Response): Promise<Record<string, unknown>> {
  const body: unknown = await answer.json().catch(() => null);
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

async function post(event: RequestEvent, path: string, body: object): Promise<Response | null> {
  try {
    return await fetch(API_URL + path, {
      method: 'POST',
      headers: {
        ...callerHeaders(event),
        'content-type': 'application/json',
        // What distinguishes the sessions in the person's list.
        'user-agent': event.request.headers.get('user-agent') ?? 'unknown',
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
  } catch (cause) {
    log.error({ err: cause, path }, 'the API gave no answer');
    return null;
  }
}
