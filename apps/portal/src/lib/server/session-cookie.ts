// The API's session cookie, as the portal hands it back and forth. The portal has no session of its own.
import type { Cookies, RequestEvent } from '@sveltejs/kit';

/** What the API's cookies start with; behind https the browser is told to keep them there (__Secure-). */
const SESSION_COOKIE = /^(?:__Secure-)?makewhole\./;

/** The Cookie header that tells the API whose session this is: its own cookies and no others. */
export function sessionHeader(cookies: Cookies): string {
  return cookies
    .getAll({ decode: asIs })
    .filter(({ name }) => SESSION_COOKIE.test(name))
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
}

/**
 * Gives the browser the cookies that the API has set, until it is closed: whether a session has ended the API alone
 * decides, and the cookie that is still there is how the person is told so.
 */
export function passOnCookies(cookies: Cookies, answer: Response): void {
  for (const line of answer.headers.getSetCookie()) {
    const { name, value = '', maxAge, secure = false } = cookies.parse(line, { decode: asIs });
    if (!SESSION_COOKIE.test(name)) continue;
    const options = { path: '/', httpOnly: true, sameSite: 'lax', secure, encode: asIs } as const;
    if (value === '' || maxAge === 0) cookies.delete(name, options);
    else cookies.set(name, value, options);
  }
}

/** Where somebody signs in who then comes back to where they were going. */
export function askToSignIn({ url, cookies }: RequestEvent): string {
  const target = new URL(url);
  // A form's action is no place to come back to.
  for (const key of [...target.searchParams.keys()]) if (key.startsWith('/')) target.searchParams.delete(key);
  const search = new URLSearchParams({ next: target.pathname + target.search });
  if (sessionHeader(cookies) !== '') search.set('expired', '1');
  return `/sign-in?${search}`;
}

/** The path that `next` names within the portal, or its home: never another site. */
export function pathWithin(origin: string, next: string | null): string {
  const target = URL.parse(next ?? '/', origin);
  return target?.origin === origin ? target.pathname + target.search : '/';
}

/** The API signs its cookies' values: they pass through untouched. */
function asIs(value: string): string {
  return value;
}
