import { setPasswordByLink } from '#lib/people/set-by-link.ts';
import type { Actions } from './$types';

export const actions: Actions = { default: setPasswordByLink };
