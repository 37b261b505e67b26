import { fail, redirect } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { letterhead, clientLinks, clientEmails } = await dataOf(event, apiFor(event).GET('/v1/firm'));
  return { values: { ...letterhead, clientLinks, clientEmails }, saved: event.url.searchParams.has('saved') };
};

export const actions: Actions = {
  clients: async (event) => {
    const form = await event.request.formData();
    const letterhead = {
      address: textOf(form, 'address').replaceAll('\r\n', '\n'),
      phone: textOf(form, 'phone'),
      email: textOf(form, 'email'),
    };
    const clientLinks = form.has('clientLinks');
    const clientEmails = form.has('clientEmails');
    const changing = apiFor(event).PATCH('/v1/firm', { body: { letterhead, clientLinks, clientEmails } });
    const outcome = await outcomeOf(event, changing);
    if (outcome.ok) redirect(303, '/settings/clients?saved');
    return fail(outcome.problem.status, {
      fault: outcome.problem.detail,
      values: { ...letterhead, clientLinks, clientEmails },
    });
  },
};
