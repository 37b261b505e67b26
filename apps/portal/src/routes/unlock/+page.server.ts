import { fail, redirect } from '@sveltejs/kit';
import { askAccount } from '#lib/server/account.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  /** A form, not the link itself: programs that open links in mail use it up for nobody. */
  default: async (event) => {
    const token = event.url.searchParams.get('token') ?? '';
    const outcome = await askAccount(event, '/v1/sign-in-unlocks', { token });
    if (outcome.ok) redirect(303, '/sign-in?unlocked=1');
    return fail(outcome.fault.status, { fault: outcome.fault.detail });
  },
};
