import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { findTemplateFaults, readTemplate } from '#lib/settings/reason-template.ts';
import { textOf } from '#lib/forms/text-of.ts';
import { apiFor, dataOf, outcomeOf, type Outcome } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const query = { archived: true };
  const { data } = await dataOf(event, apiFor(event).GET('/v1/reason-templates', { params: { query } }));
  return { templates: data };
};

type Change = { label?: string; text?: string; position?: number; archived?: boolean };

export const actions: Actions = {
  add: async (event) => {
    const values = readTemplate(await event.request.formData());
    const errors = findTemplateFaults(values);
    if (Object.keys(errors).length > 0) return fail(400, { values, errors });
    const { label, text } = values;
    const outcome = await outcomeOf(
      event,
      apiFor(event).POST('/v1/reason-templates', { body: { label, text } }),
    );
    if (outcome.ok) backToList();
    return fail(outcome.problem.status, { values, fault: outcome.problem.detail });
  },

  change: async (event) => {
    const values = readTemplate(await event.request.formData());
    const errors = findTemplateFaults(values);
    if (Object.keys(errors).length > 0) return fail(400, { values, errors });
    const { label, text } = values;
    const outcome = await change(event, values.id, { label, text });
    if (outcome.ok) backToList();
    return fail(outcome.problem.status, { values, fault: outcome.problem.detail });
  },

  move: async (event) => {
    const form = await event.request.formData();
    return settle(await change(event, textOf(form, 'id'), { position: Number(textOf(form, 'position')) }));
  },

  archive: async (event) => {
    const form = await event.request.formData();
    return settle(await change(event, textOf(form, 'id'), { archived: textOf(form, 'archived') === 'true' }));
  },

  remove: async (event) => {
    const id = textOf(await event.request.formData(), 'id');
    const removing = apiFor(event).DELETE('/v1/reason-templates/{id}', { params: { path: { id } } });
    // Its response is empty: success is all there is to know.
    const { response } = await removing;
    if (response.ok || response.status === 404) backToList();
    return settle(await outcomeOf(event, removing));
  },
};

function change(event: RequestEvent, id: string, body: Change) {
  return outcomeOf(
    event,
    apiFor(event).PATCH('/v1/reason-templates/{id}', { params: { path: { id } }, body }),
  );
}

function settle(outcome: Outcome<unknown>) {
  if (outcome.ok) backToList();
  return fail(outcome.problem.status, { fault: outcome.problem.detail });
}

function backToList(): never {
  redirect(303, '/settings/reasons');
}
