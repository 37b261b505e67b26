import { fail, redirect } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { proofFaultOf, proofMissing } from '#lib/people/step-up.ts';
import { findApiKeyFaults, readApiKeyRequest } from '#lib/settings/api-key-request.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { data } = await dataOf(event, apiFor(event).GET('/v1/api-keys'));
  return { keys: data };
};

export const actions: Actions = {
  make: async (event) => {
    const form = await event.request.formData();
    const values = readApiKeyRequest(form);
    const errors = findApiKeyFaults(values);
    if (Object.keys(errors).length > 0) return fail(400, { values, errors });
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return fail(422, { values, proofFault });
    const { name, replaces } = values;
    const holder = replaces === '' ? { name } : { replaces };
    const body = { ...holder, scopes: [...values.scopes] };
    const outcome = await outcomeOf(event, apiFor(event).POST('/v1/api-keys', { body }));
    if (!outcome.ok) {
      const { status, detail } = outcome.problem;
      const missing = proofMissing(outcome.problem);
      return fail(status, missing === null ? { values, fault: detail } : { values, proofFault: missing });
    }
    // No redirect: only this response shows the key.
    return { made: { name: outcome.data.name, key: outcome.data.key } };
  },

  revoke: async (event) => {
    const id = textOf(await event.request.formData(), 'id');
    const revoking = apiFor(event).POST('/v1/api-keys/{id}/revoke', { params: { path: { id } } });
    const outcome = await outcomeOf(event, revoking);
    if (outcome.ok) redirect(303, '/settings/api-keys');
    return fail(outcome.problem.status, { fault: outcome.problem.detail });
  },
};
