import { fail, redirect } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { secretOf } from '#lib/people/typed-secret.ts';
import { pathWithin } from '#lib/server/session-cookie.ts';
import { signIn } from '#lib/server/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({
  expired: url.searchParams.has('expired'),
  signedOut: url.searchParams.has('signed-out'),
  unlocked: url.searchParams.has('unlocked'),
  passwordSet: url.searchParams.has('password-set'),
});

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const email = textOf(form, 'email');
    const password = secretOf(form, 'password');
    const missing = {
      ...(email === '' && { email: 'Enter your email address.' }),
      ...(password === '' && { password: 'Enter your password.' }),
    };
    if (Object.keys(missing).length > 0) return fail(400, { email, missing, message: null });
    const outcome = await signIn(event, { email, password });
    if (outcome.kind === 'refused') {
      const { status, detail } = outcome.fault;
      return fail(status, { email, missing: {}, message: detail });
    }
    const next = pathWithin(event.url.origin, event.url.searchParams.get('next'));
    redirect(303, outcome.kind === 'signed_in' ? next : `/sign-in/code?${new URLSearchParams({ next })}`);
  },
};
