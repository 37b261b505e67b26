// Browsers that people have signed in from before. Each has a signed cookie that names those people, so that wrong passwords
// tried by others lock nobody out of their own browser.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { KnownBrowsers } from '../context.ts';

type Settings = { readonly AUTH_SECRET: string; readonly API_URL: string };

/** A computer at a front desk has several users. */
const PEOPLE_MAX = 5;
const COOKIE_SECONDS = 180 * 24 * 60 * 60;
const VALUE = /^([0-9a-f-]{36})((?:\.[A-Za-z0-9_-]{43})+)$/;

export function createKnownBrowsers({ AUTH_SECRET, API_URL }: Settings): KnownBrowsers {
  const isSecure = new URL(API_URL).protocol === 'https:';
  const name = `${isSecure ? '__Secure-' : ''}makewhole_browser`;
  const signatureOf = (id: string, email: string) =>
    createHmac('sha256', AUTH_SECRET)
      .update(`known-browser:${id}:${email.toLowerCase()}`)
      .digest('base64url');

  const read = (cookies: string | null): { readonly id: string; readonly signatures: readonly string[] } => {
    const value = (cookies ?? '').split(';').find((one) => one.trim().startsWith(`${name}=`));
    const [, id, signatures = ''] = VALUE.exec(value?.split('=')[1]?.trim() ?? '') ?? [];
    if (id === undefined) return { id: randomUUID(), signatures: [] };
    return { id, signatures: signatures.slice(1).split('.').slice(0, PEOPLE_MAX) };
  };

  return {
    find(cookies, email) {
      const { id, signatures } = read(cookies);
      const expected = signatureOf(id, email);
      return signatures.some((one) => isEqual(one, expected)) ? id : null;
    },
    remember(cookies, email) {
      const { id, signatures } = read(cookies);
      const own = signatureOf(id, email);
      const all = [own, ...signatures.filter((one) => one !== own)].slice(0, PEOPLE_MAX);
      const value = [id, ...all].join('.');
      return `${name}=${value}; Max-Age=${COOKIE_SECONDS}; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
    },
  };
}

function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
