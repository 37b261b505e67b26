import { fail, redirect } from '@sveltejs/kit';
import { STATE_CODES, type StateCode } from '@makewhole/domain/state-profiles/profile';
import { textOf } from '#lib/forms/text-of.ts';
import { proofFaultOf, proofMissing } from '#lib/people/step-up.ts';
import { readReconciliationTerms } from '#lib/settings/reconciliation-terms.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiFor(event);
  const [retention, own] = await Promise.all([
    dataOf(event, api.GET('/v1/firm/retention')),
    dataOf(event, api.GET('/v1/firm/state-profile')),
  ]);
  const state = stateOf(event.url.searchParams.get('state')) ?? own.confirmation?.state ?? null;
  const params = { path: { state: state ?? 'ABA' } } as const;
  const read = state === null ? null : await dataOf(event, api.GET('/v1/state-profiles/{state}', { params }));
  return { retention, own, read, saved: event.url.searchParams.get('saved') };
};

export const actions: Actions = {
  retention: async (event) => {
    const form = await event.request.formData();
    const typed = textOf(form, 'years');
    const refuse = (status: number, fault: string | null, proofFault: string | null) =>
      fail(status, { retention: { fault, proofFault, typed } });
    if (!/^\d{1,2}$/.test(typed) || Number(typed) < 1)
      return refuse(400, 'Type whole years, such as 7.', null);
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return refuse(422, null, proofFault);
    const body = { years: Number(typed), legalHold: form.has('legalHold') };
    const outcome = await outcomeOf(event, apiFor(event).PATCH('/v1/firm/retention', { body }));
    if (outcome.ok) redirect(303, '/settings/records?saved=retention');
    const missing = proofMissing(outcome.problem);
    return refuse(outcome.problem.status, missing === null ? outcome.problem.detail : null, missing);
  },

  state: async (event) => {
    const form = await event.request.formData();
    const barNumber = textOf(form, 'barNumber');
    const state = stateOf(textOf(form, 'state'));
    const reading = readReconciliationTerms(form);
    const { values: terms } = reading;
    if (state === null || barNumber === '') {
      return fail(400, { state: { fault: 'Type your bar number.', barNumber, terms } });
    }
    if (!reading.ok) return fail(400, { state: { fault: reading.fault, barNumber, terms } });
    const confirmed = { state, profileVersion: textOf(form, 'profileVersion'), barNumber };
    const body = { ...confirmed, reconciliation: reading.terms };
    const outcome = await outcomeOf(event, apiFor(event).PUT('/v1/firm/state-profile', { body }));
    if (outcome.ok) redirect(303, '/settings/records?saved=state');
    return fail(outcome.problem.status, { state: { fault: outcome.problem.detail, barNumber, terms } });
  },
};

function stateOf(text: string | null): StateCode | null {
  return STATE_CODES.find((code) => code === text) ?? null;
}
