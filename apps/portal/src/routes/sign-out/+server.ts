import { error, redirect } from '@sveltejs/kit';
import { signOut } from '#lib/server/session.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  if (!(await signOut(event))) {
    error(503, 'You are still signed in: Makewhole cannot be reached right now. Try again.');
  }
  // Cached pages and typed text are not for the browser's next user.
  event.setHeaders({ 'clear-site-data': '"cache", "storage"' });
  redirect(303, '/sign-in?signed-out=1');
};
