import { fail, redirect } from '@sveltejs/kit';
import { codeOf } from '#lib/people/typed-secret.ts';
import { askAccount } from '#lib/server/account.ts';
import { pathWithin } from '#lib/server/session-cookie.ts';
import type { Actions, PageServerLoad } from './$types';

/** After these the password is required again. */
const STARTS_AGAIN: ReadonlySet<string> = new Set([
  'INVALID_TWO_FACTOR_COOKIE',
  'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE',
  'CODE_USED',
]);

export const load: PageServerLoad = ({ url }) => ({
  recovery: url.searchParams.has('recovery'),
  next: pathWithin(url.origin, url.searchParams.get('next')),
});

export const actions: Actions = {
  default: async (event) => {
    const code = codeOf(await event.request.formData());
    if (code === '') return fail(400, { fault: 'Enter the code.', startsAgain: false });
    const isRecovery = event.url.searchParams.has('recovery');
    const path = isRecovery ? '/auth/two-factor/verify-backup-code' : '/auth/two-factor/verify-totp';
    const outcome = await askAccount(event, path, { code });
    if (outcome.ok) redirect(303, pathWithin(event.url.origin, event.url.searchParams.get('next')));
    const { status, detail, code: why } = outcome.fault;
    return fail(status, { fault: detail, startsAgain: STARTS_AGAIN.has(why) });
  },
};
