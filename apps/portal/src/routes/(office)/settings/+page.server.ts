import { fail, redirect } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { readApprovalPolicy } from '#lib/settings/approval-policy.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { approval } = await dataOf(event, apiFor(event).GET('/v1/firm'));
  return { approval, saved: event.url.searchParams.has('saved') };
};

export const actions: Actions = {
  approval: async (event) => {
    const form = await event.request.formData();
    const reading = readApprovalPolicy(form);
    if (!reading.ok) return fail(400, { fault: reading.fault, values: reading.values });
    const { rule, overAmount } = reading;
    const changing = apiFor(event).PATCH('/v1/firm', { body: { approval: { rule, overAmount } } });
    const outcome = await outcomeOf(event, changing);
    if (outcome.ok) redirect(303, '/settings?saved=1');
    const values = { rule, overAmount: textOf(form, 'overAmount') };
    return fail(outcome.problem.status, { fault: outcome.problem.detail, values });
  },
};
