// The API's session cookie, as the portal passes it back and forth. The portal has no session of its own.
import type { Cookies, RequestEvent } from '@sveltejs/kit';

/** The prefix of the API's cookies; behind https it tells the browser to send them only there (__Secure-). */
const SESSION_COOKIE = /^(?:__Secure-)?makewhole\./;

/** Tells the API that a person has signed in with this browser before. It is no session: it survives one that ended. */
const BROWSER_COOKIE = /^(?:__Secure-)?makewhole_browser$/;

/** The Cookie header that tells the API whose session this is, and which browser: its own cookies and no others. */
export function sessionHeader(cookies: Cookies): string {
  return ownCookies(cookies)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
}

/** Whether the browser has a session cookie: the session itself may have ended. */
function hasSession(cookies: Cookies): boolean {
  return ownCookies(cookies).some(({ name }) => SESSION_COOKIE.test(name));
}

function ownCookies(cookies: Cookies) {
  return cookies
    .getAll({ decode: asIs })
    .filter(({ name }) => SESSION_COOKIE.test(name) || BROWSER_COOKIE.test(name));
}

/**
 * Gives the browser the cookies that the API has set; session cookies last until the browser is closed. Only the API
 * decides whether a session has ended, and the cookie that is still there lets the portal tell the person so.
 */
export function passOnCookies(cookies: Cookies, answer: Response): void {
  for (const line of answer.headers.getSetCookie()) {
    const { name, value = '', maxAge, secure = false } = cookies.parse(line, { decode: asIs });
    const isOfBrowser = BROWSER_COOKIE.test(name);
    if (!isOfBrowser && !SESSION_COOKIE.test(name)) continue;
    const kept = isOfBrowser && maxAge !== undefined ? { maxAge } : {};
    const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, encode: asIs, ...kept } as const;
    if (value === '' || maxAge === 0) cookies.delete(name, options);
    else cookies.set(name, value, options);
  }
}

/** The sign-in URL that afterwards returns to the page the person wanted. */
export function askToSignIn({ url, cookies }: RequestEvent): string {
  const target = new URL(url);
  // A form's action is no page to return to.
  for (const key of [...target.searchParams.keys()]) if (key.startsWith('/')) target.searchParams.delete(key);
  const search = new URLSearchParams({ next: target.pathname + target.search });
  if (hasSession(cookies)) search.set('expired', '1');
  return `/sign-in?${search}`;
}

/** The path that `next` names within the portal, or its home: never another site. */
export function pathWithin(origin: string, next: string | null): string {
  const target = URL.parse(next ?? '/', origin);
  // For /.//evil.example the path alone would name another site.
  if (target?.origin !== origin || target.pathname.startsWith('//')) return '/';
  return target.pathname + target.search;
}

/** The API signs its cookies' values: they pass through unchanged. */
function asIs(value: string): string {
  return value;
}
