import { fail } from '@sveltejs/kit';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import { findEndpointFaults, readEndpoint, wishesOf } from '#lib/webhooks/endpoint-values.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { data } = await dataOf(event, apiFor(event).GET('/v1/webhook-endpoints'));
  return { endpoints: data };
};

export const actions: Actions = {
  add: async (event) => {
    const values = readEndpoint(await event.request.formData());
    const errors = findEndpointFaults(values);
    if (Object.keys(errors).length > 0) return fail(400, { values, errors });
    const adding = apiFor(event).POST('/v1/webhook-endpoints', { body: wishesOf(values) });
    const outcome = await outcomeOf(event, adding);
    // No redirect: only this response has the secret.
    if (outcome.ok) return { secret: outcome.data.secret };
    return fail(outcome.problem.status, { values, fault: outcome.problem.detail });
  },
};
