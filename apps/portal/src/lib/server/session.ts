// Signing in and out: the API's own sign-in (R11), called from the portal's server.
import type { RequestEvent } from '@sveltejs/kit';
import { askAccount, type AccountFault } from './account.ts';

export type SignIn = { readonly email: string; readonly password: string };
/** code_needed: the password is right, and a second factor is required. */
export type SignInOutcome =
  { readonly kind: 'signed_in' | 'code_needed' } | { readonly kind: 'refused'; readonly fault: AccountFault };

export async function signIn(event: RequestEvent, credentials: SignIn): Promise<SignInOutcome> {
  const outcome = await askAccount(event, '/auth/sign-in/email', credentials);
  if (!outcome.ok) return { kind: 'refused', fault: outcome.fault };
  return { kind: outcome.body['twoFactorRedirect'] === true ? 'code_needed' : 'signed_in' };
}

/** Ends the session at the API. False if the API could not be reached: the session then still works. */
export async function signOut(event: RequestEvent): Promise<boolean> {
  const outcome = await askAccount(event, '/auth/sign-out', {});
  return outcome.ok || outcome.fault.status < 500;
}
