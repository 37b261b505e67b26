import { fail, redirect } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { codeOf, secretOf } from '#lib/people/typed-secret.ts';
import { askAccount } from '#lib/server/account.ts';
import { readSetup } from '#lib/server/authenticator.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  /** Requires the password: returns a new secret, which takes effect once a code has proved that the app has it. */
  begin: async (event) => {
    const password = secretOf(await event.request.formData(), 'password');
    const outcome = await askAccount(event, '/auth/two-factor/enable', { password });
    if (!outcome.ok) return fail(outcome.fault.status, { fault: outcome.fault.detail });
    const setup = readSetup(outcome.body['totpURI'], outcome.body['backupCodes']);
    return setup === null ? fail(502, { fault: 'That went wrong here. Try again.' }) : { setup };
  },

  confirm: async (event) => {
    const form = await event.request.formData();
    const outcome = await askAccount(event, '/auth/two-factor/verify-totp', { code: codeOf(form) });
    if (outcome.ok) redirect(303, '/settings/security?done=second_factor');
    // The page had them, and shows them again: they are stored nowhere in between.
    const setup = readSetup(textOf(form, 'uri'), textOf(form, 'recoveryCodes').split(' '));
    const { status, detail } = outcome.fault;
    return setup === null ? fail(status, { fault: detail }) : fail(status, { setup, codeFault: detail });
  },
};
