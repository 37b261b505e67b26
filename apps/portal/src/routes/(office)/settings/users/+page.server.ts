import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { ROLES, type Role } from '@makewhole/domain/roles';
import { textOf } from '#lib/forms/text-of.ts';
import { proofFaultOf, proofMissing } from '#lib/people/step-up.ts';
import { apiFor, dataOf, outcomeOf, type Outcome } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { data } = await dataOf(event, apiFor(event).GET('/v1/users'));
  return { users: data, done: event.url.searchParams.get('done') };
};

export const actions: Actions = {
  invite: async (event) => {
    const form = await event.request.formData();
    const typed = { name: textOf(form, 'name'), email: textOf(form, 'email'), role: textOf(form, 'role') };
    const role = readRole(typed.role);
    const errors = {
      ...(typed.name === '' && { name: 'Enter their name.' }),
      ...(!/^\S+@\S+\.\S+$/.test(typed.email) && { email: 'Enter an email address, such as name@firm.com.' }),
    };
    if (role === null || Object.keys(errors).length > 0) return fail(400, { typed, errors });
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return fail(422, { typed, ...refusedProof('invite', '', proofFault) });
    const body = { name: typed.name, email: typed.email, role };
    const outcome = await outcomeOf(event, apiFor(event).POST('/v1/users', { body }));
    if (outcome.ok) redirect(303, '/settings/users?done=invited');
    const { code, detail, status } = outcome.problem;
    if (code === 'step_up_required') return fail(status, { typed, ...refusedProof('invite', '', detail) });
    return code === 'email_taken' || code === 'invalid_request'
      ? fail(status, { typed, errors: { email: detail } })
      : fail(status, { typed, fault: detail });
  },

  role: async (event) => {
    const form = await event.request.formData();
    const role = readRole(textOf(form, 'role'));
    if (role === null) return fail(400, { fault: 'Choose a role.' });
    return withProof(event, form, 'role', (id) => change(event, id, { role }));
  },

  access: async (event) => {
    const form = await event.request.formData();
    const disabled = textOf(form, 'disabled') === 'true';
    return withProof(event, form, 'access', (id) => change(event, id, { disabled }));
  },

  inviteAgain: async (event) => {
    const params = await pathOf(event);
    return settle(await outcomeOf(event, apiFor(event).POST('/v1/users/{id}/invitation', { params })));
  },

  removeSecondFactor: async (event) => {
    const form = await event.request.formData();
    return withProof(event, form, 'removeSecondFactor', (id) =>
      outcomeOf(event, apiFor(event).DELETE('/v1/users/{id}/second-factor', { params: { path: { id } } })),
    );
  },

  endSessions: async (event) => {
    const params = await pathOf(event);
    return settle(await outcomeOf(event, apiFor(event).DELETE('/v1/users/{id}/sessions', { params })));
  },
};

type Guarded = 'role' | 'access' | 'removeSecondFactor';

/** Acts on one of the firm's people, with the proof of identity that the form may carry. */
async function withProof(
  event: RequestEvent,
  form: FormData,
  action: Guarded,
  act: (id: string) => Promise<Outcome<unknown>>,
) {
  const id = textOf(form, 'id');
  const proofFault = await proofFaultOf(event, form);
  if (proofFault !== null) return fail(422, refusedProof(action, id, proofFault));
  const outcome = await act(id);
  const missing = outcome.ok ? null : proofMissing(outcome.problem);
  return missing === null ? settle(outcome) : fail(403, refusedProof(action, id, missing));
}

function refusedProof(action: Guarded | 'invite', id: string, proofFault: string) {
  return { proofOf: { action, id }, proofFault };
}

function change(event: RequestEvent, id: string, body: { role?: Role; disabled?: boolean }) {
  return outcomeOf(event, apiFor(event).PATCH('/v1/users/{id}', { params: { path: { id } }, body }));
}

async function pathOf({ request }: RequestEvent) {
  return { path: { id: textOf(await request.formData(), 'id') } };
}

function settle(outcome: Outcome<unknown>) {
  if (outcome.ok) redirect(303, '/settings/users?done=changed');
  return fail(outcome.problem.status, { fault: outcome.problem.detail });
}

function readRole(text: string): Role | null {
  return ROLES.find((role) => role === text) ?? null;
}
