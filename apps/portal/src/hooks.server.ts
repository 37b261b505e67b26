import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { log } from '#lib/server/log.ts';
import { THEME_COOKIE, readTheme } from '#lib/session/theme.ts';

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  // What is shown is about somebody's money: it is kept in no shared cache, and asked for anew.
  'cache-control': 'private, no-cache',
};

export const handle: Handle = async ({ event, resolve }) => {
  event.locals.theme = readTheme(event.cookies.get(THEME_COOKIE));
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%makewhole.theme%', event.locals.theme),
  });
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  return response;
};

export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind !== 'unknown') return;
  log.error({ err: error, route: event.route.id, method: event.request.method }, 'unexpected error');
  return { message: 'Something went wrong here that we did not foresee. Nothing was lost. Try again.' };
};
