import { fail } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { apiFor, outcomeOf } from '#lib/server/api.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async (event) => {
    const email = textOf(await event.request.formData(), 'email');
    if (email === '') return fail(400, { email, fault: 'Enter your email address.' });
    const outcome = await outcomeOf(event, apiFor(event).POST('/v1/password-resets', { body: { email } }));
    if (outcome.ok) return { sent: true as const };
    const isMalformed = outcome.problem.code === 'invalid_request';
    const fault = isMalformed ? 'Enter an email address, such as name@firm.com.' : outcome.problem.detail;
    return fail(outcome.problem.status, { email, fault });
  },
};
