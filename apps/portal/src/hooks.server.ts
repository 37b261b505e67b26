import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { apiFor } from '#lib/server/api.ts';
import { takesFiles } from '#lib/server/file-pages.ts';
import { log } from '#lib/server/log.ts';
import { askToSignIn } from '#lib/server/session-cookie.ts';
import { THEME_COOKIE, readTheme } from '#lib/session/theme.ts';

export const handle: Handle = async ({ event, resolve }) => {
  if (event.request.method === 'POST' && takesFiles(event.url.pathname)) await mustBeSignedIn(event);
  event.locals.theme = readTheme(event.cookies.get(THEME_COOKIE));
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%makewhole.theme%', event.locals.theme),
  });
  // Pages show people's money: nothing may keep them, no disk and no cache on the way.
  if (!response.headers.get('cache-control')?.includes('no-store')) {
    response.headers.set('cache-control', 'private, no-store');
  }
  return response;
};

/** Runs before a large form is read: what strangers send is not kept in memory. */
async function mustBeSignedIn(event: RequestEvent): Promise<void> {
  const { response } = await apiFor(event).GET('/v1/me');
  if (response.status === 401) redirect(303, askToSignIn(event));
}

export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind !== 'unknown') return;
  log.error({ err: error, route: event.route.id, method: event.request.method }, 'unexpected error');
  return { message: 'Something went wrong here that we did not foresee. Nothing was lost. Try again.' };
};
