import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { askAccount } from '#lib/server/account.ts';
import { readNewPassword } from './new-password.ts';

/** Sets a password with a one-time link, then leads to the sign-in. */
export async function setPasswordByLink(event: RequestEvent) {
  const reading = readNewPassword(await event.request.formData());
  if (!reading.ok) return fail(400, { fault: reading.fault });
  const token = event.url.searchParams.get('token') ?? '';
  const outcome = await askAccount(event, '/auth/reset-password', { token, newPassword: reading.password });
  if (outcome.ok) redirect(303, '/sign-in?password-set=1');
  return fail(outcome.fault.status, { fault: outcome.fault.detail });
}
