import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { readNewPassword } from '#lib/people/new-password.ts';
import { proofFaultOf, proofMissing } from '#lib/people/step-up.ts';
import { secretOf } from '#lib/people/typed-secret.ts';
import { readStepUpAmount } from '#lib/settings/step-up-amount.ts';
import { askAccount } from '#lib/server/account.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiFor(event);
  const { me } = await event.parent();
  const factor = me.session?.secondFactor;
  // The API refuses everything else to a person who must first set one up.
  const isLocked = factor?.isRequired === true && !factor.isOn;
  const [sessions, firm] = await Promise.all([
    dataOf(event, api.GET('/v1/sessions')),
    isLocked ? null : dataOf(event, api.GET('/v1/firm')),
  ]);
  return { sessions: sessions.data, firm, done: event.url.searchParams.get('done') };
};

export const actions: Actions = {
  password: async (event) => {
    const form = await event.request.formData();
    const reading = readNewPassword(form);
    if (!reading.ok) return fail(400, { about: 'password' as const, fault: reading.fault });
    const passwords = { currentPassword: secretOf(form, 'password'), newPassword: reading.password };
    return ask(event, 'password', '/auth/change-password', passwords);
  },

  turnOff: async (event) => {
    const form = await event.request.formData();
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return fail(422, { proofOf: 'second_factor' as const, proofFault });
    const password = secretOf(form, 'password');
    return ask(event, 'second_factor', '/auth/two-factor/disable', { password });
  },

  endSession: async (event) => {
    const id = textOf(await event.request.formData(), 'id');
    const ending = apiFor(event).DELETE('/v1/sessions/{id}', { params: { path: { id } } });
    const outcome = await outcomeOf(event, ending);
    // One that has already ended is fine.
    if (outcome.ok || outcome.problem.code === 'session_not_found') backTo('sessions');
    return fail(outcome.problem.status, { about: 'sessions' as const, fault: outcome.problem.detail });
  },

  endOthers: async (event) => {
    const outcome = await outcomeOf(event, apiFor(event).DELETE('/v1/sessions'));
    if (outcome.ok) backTo('sessions');
    return fail(outcome.problem.status, { about: 'sessions' as const, fault: outcome.problem.detail });
  },

  requireSecondFactor: async (event) => {
    const form = await event.request.formData();
    const about = 'everybody' as const;
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return fail(422, { proofOf: about, proofFault });
    const body = { secondFactorRequired: form.has('required') };
    const outcome = await outcomeOf(event, apiFor(event).PATCH('/v1/firm', { body }));
    if (outcome.ok) backTo(about);
    const { status, detail } = outcome.problem;
    const missing = proofMissing(outcome.problem);
    return missing === null
      ? fail(status, { about, fault: detail })
      : fail(status, { proofOf: about, proofFault: missing });
  },

  stepUp: async (event) => {
    const form = await event.request.formData();
    const reading = readStepUpAmount(form);
    if (!reading.ok) return fail(400, { stepUp: { fault: reading.fault, typed: reading.typed } });
    const typed = textOf(form, 'overAmount');
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return fail(422, { stepUp: { typed }, proofOf: 'step_up' as const, proofFault });
    const body = { stepUpOverAmount: reading.overAmount };
    const outcome = await outcomeOf(event, apiFor(event).PATCH('/v1/firm', { body }));
    if (outcome.ok) backTo('step_up');
    const { status, detail } = outcome.problem;
    const missing = proofMissing(outcome.problem);
    return missing === null
      ? fail(status, { stepUp: { fault: detail, typed } })
      : fail(status, { stepUp: { typed }, proofOf: 'step_up' as const, proofFault: missing });
  },
};

type About = 'password' | 'second_factor';

async function ask(event: RequestEvent, about: About, path: string, body: object) {
  const outcome = await askAccount(event, path, body);
  if (outcome.ok) backTo(about);
  return fail(outcome.fault.status, { about, fault: outcome.fault.detail });
}

function backTo(done: string): never {
  redirect(303, `/settings/security?${new URLSearchParams({ done })}`);
}
