import { fail, redirect } from '@sveltejs/kit';
import { readPackRequest, readResponse } from '#lib/disputes/read-response.ts';
import { readWithFile } from '#lib/forms/read-with-file.ts';
import { textOf } from '#lib/forms/text-of.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import { keepEvidence } from '#lib/server/keep-evidence.ts';
import { nearnessOfDispute } from '#lib/server/near-deadline.ts';
import { fileOf } from '#lib/server/send-file.ts';
import { dateIn } from '#lib/time/format.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { path: { id: event.params.id } };
  const dispute = await dataOf(event, apiFor(event).GET('/v1/disputes/{id}', { params }));
  const now = new Date().toISOString();
  const nearness = nearnessOfDispute(dispute, now, (await event.parent()).me.firm.timeZone);
  return { dispute, now, nearness, made: event.url.searchParams.has('made') };
};

export const actions: Actions = {
  pack: async (event) => {
    const { id } = event.params;
    const form = await event.request.formData();
    const reading = await readWithFile(
      fileOf(form, 'evidence'),
      (named) => readPackRequest(form, named),
      (file) => keepEvidence(event, file),
    );
    if (!reading.ok) return fail(400, { pack: reading.fault, respond: null });
    const params = { path: { id } };
    const making = apiFor(event).POST('/v1/disputes/{id}/evidence-packs', { params, body: reading.request });
    const outcome = await outcomeOf(event, making);
    if (outcome.ok) redirect(303, `/disputes/${id}?made#evidence`);
    return fail(outcome.problem.status, { pack: outcome.problem.detail, respond: null });
  },

  respond: async (event) => {
    const form = await event.request.formData();
    const { firm } = await dataOf(event, apiFor(event).GET('/v1/me'));
    const reading = readResponse(form, dateIn(new Date(), firm.timeZone));
    if (!reading.ok) return fail(400, { pack: null, respond: reading.fault });
    const params = { path: { id: textOf(form, 'obligationId') } };
    const settling = apiFor(event).POST('/v1/obligations/{id}/settle', { params, body: reading.answer });
    const outcome = await outcomeOf(event, settling);
    if (outcome.ok) redirect(303, `/disputes/${event.params.id}`);
    return fail(outcome.problem.status, { pack: null, respond: outcome.problem.detail });
  },
};
