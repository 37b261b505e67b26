import { fail, redirect } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { pathWithin } from '#lib/server/session-cookie.ts';
import { signIn, type SignInOutcome } from '#lib/server/session.ts';
import type { Actions, PageServerLoad } from './$types';

const FAULTS: Record<Exclude<SignInOutcome, 'signed_in'>, { status: number; message: string }> = {
  refused: {
    status: 400,
    message: 'The email address or the password is not right. Check both and try again.',
  },
  too_many_tries: {
    status: 429,
    message: 'There were too many tries. Wait a minute, then try again.',
  },
  unreachable: {
    status: 503,
    message: 'Makewhole cannot be reached right now. Your password was not checked. Try again in a moment.',
  },
};

export const load: PageServerLoad = ({ url }) => ({
  expired: url.searchParams.has('expired'),
  signedOut: url.searchParams.has('signed-out'),
});

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData();
    const email = textOf(form, 'email');
    const typed = form.get('password');
    const password = typeof typed === 'string' ? typed : '';
    const missing = {
      ...(email === '' && { email: 'Enter your email address.' }),
      ...(password === '' && { password: 'Enter your password.' }),
    };
    if (Object.keys(missing).length > 0) return fail(400, { email, missing, message: null });
    const outcome = await signIn(event, { email, password });
    if (outcome !== 'signed_in') {
      const { status, message } = FAULTS[outcome];
      return fail(status, { email, missing: {}, message });
    }
    redirect(303, pathWithin(event.url.origin, event.url.searchParams.get('next')));
  },
};
