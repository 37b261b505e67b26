import { redirect } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { pathWithin } from '#lib/server/session-cookie.ts';
import { THEME_COOKIE, readTheme } from '#lib/session/theme.ts';
import type { RequestHandler } from './$types';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

export const POST: RequestHandler = async ({ request, cookies, url }) => {
  const form = await request.formData();
  const theme = readTheme(textOf(form, 'theme'));
  cookies.set(THEME_COOKIE, theme, { path: '/', maxAge: YEAR_SECONDS, secure: url.protocol === 'https:' });
  redirect(303, pathWithin(url.origin, textOf(form, 'next')));
};
