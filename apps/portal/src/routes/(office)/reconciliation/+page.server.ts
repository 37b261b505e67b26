import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { apiFor, outcomeOf } from '#lib/server/api.ts';
import { loadDifferences } from '#lib/server/load-differences.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => loadDifferences(event);

export const actions: Actions = {
  compare: async (event) => {
    const outcome = await outcomeOf(event, apiFor(event).POST('/v1/reconciliations'));
    // Another person was quicker: their run serves as well.
    if (outcome.ok || outcome.problem.code === 'reconciliation_running') return backTo(event);
    return refused({ differenceId: null, fault: outcome.problem.detail }, outcome.problem.status);
  },

  book: async (event) => {
    const form = await event.request.formData();
    const id = textOf(form, 'differenceId');
    const reason = textOf(form, 'reason');
    if (reason === '') {
      return refused({ differenceId: id, fault: "Give the reason: the matter's users read it." }, 400);
    }
    const booking = apiFor(event).POST('/v1/reconciliation-differences/{id}/book', {
      params: { path: { id } },
      body: { reason },
    });
    const outcome = await outcomeOf(event, booking);
    if (outcome.ok) redirect(303, `/refunds/${outcome.data.id}`);
    return refused({ differenceId: id, fault: outcome.problem.detail }, outcome.problem.status);
  },

  explain: async (event) => {
    const form = await event.request.formData();
    const id = textOf(form, 'differenceId');
    const note = textOf(form, 'note');
    if (note === '') return refused({ differenceId: id, fault: 'Say what it was: it is kept.' }, 400);
    const settling = apiFor(event).POST('/v1/reconciliation-differences/{id}/settle', {
      params: { path: { id } },
      body: { note },
    });
    const outcome = await outcomeOf(event, settling);
    if (outcome.ok) return backTo(event);
    return refused({ differenceId: id, fault: outcome.problem.detail }, outcome.problem.status);
  },
};

function backTo({ url }: RequestEvent): never {
  redirect(303, url.pathname);
}

/** `differenceId`: the one whose explanation was refused; null if a run was not started. */
function refused(refusal: { readonly differenceId: string | null; readonly fault: string }, status: number) {
  return fail(status, { refusal });
}
