import { fail, redirect } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { proofFaultOf, proofMissing } from '#lib/people/step-up.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiFor(event);
  const path = { id: event.params.id };
  const [statement, { data: accounts }] = await Promise.all([
    dataOf(event, api.GET('/v1/bank-statements/{id}', { params: { path } })),
    dataOf(event, api.GET('/v1/bank-accounts')),
  ]);
  return { statement, accounts };
};

export const actions: Actions = {
  setAside: async (event) => {
    const form = await event.request.formData();
    const reason = textOf(form, 'reason');
    const refused = (status: number, fault: string | null, proofFault: string | null = null) =>
      fail(status, { fault, proofFault, reason });
    if (reason === '') return refused(400, 'Say what is wrong with the statement: it is kept.');
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return refused(422, null, proofFault);
    const setting = apiFor(event).POST('/v1/bank-statements/{id}/set-aside', {
      params: { path: { id: event.params.id } },
      body: { reason },
    });
    const outcome = await outcomeOf(event, setting);
    if (outcome.ok) redirect(303, event.url.pathname);
    const { problem } = outcome;
    const missing = proofMissing(problem);
    return refused(problem.status, missing === null ? problem.detail : null, missing);
  },
};
