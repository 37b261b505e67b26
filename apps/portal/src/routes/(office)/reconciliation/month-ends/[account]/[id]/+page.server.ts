import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { US_STATES } from '@makewhole/domain/bank-accounts';
import { textOf } from '#lib/forms/text-of.ts';
import { proofFaultOf, proofMissing } from '#lib/people/step-up.ts';
import { apiFor, dataOf, outcomeOf, type Outcome } from '#lib/server/api.ts';
import type { Actions, PageServerLoad, RouteParams } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { path: pathOf(event.params) };
  const reading = apiFor(event).GET('/v1/bank-accounts/{id}/month-ends/{monthEndId}', { params });
  return { binder: await dataOf(event, reading) };
};

export const actions: Actions = {
  prepare: async (event) => {
    const form = await event.request.formData();
    const explanation = textOf(form, 'explanation');
    const position = textOf(form, 'position');
    const typed = { explanation, position };
    if (position === '') return refused('prepare', 'Type your position in the firm.', 400, { typed });
    const preparing = apiFor(event).POST('/v1/bank-accounts/{id}/month-ends/{monthEndId}/prepare', {
      params: { path: pathOf(event.params) },
      body: {
        ...{ reconciledHash: textOf(form, 'reconciledHash'), position },
        mayTransfer: form.has('mayTransfer'),
        explanation: explanation === '' ? null : explanation,
      },
    });
    return settle(event, 'prepare', await outcomeOf(event, preparing), { typed });
  },

  sign: async (event) => {
    const form = await event.request.formData();
    const barNumber = textOf(form, 'barNumber');
    const barState = US_STATES.find((state) => state === form.get('barState')) ?? null;
    const typed = { barNumber };
    if (barNumber === '') return refused('sign', 'Type your bar number.', 400, { typed });
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return refused('sign', null, 422, { typed, proofFault });
    const signing = apiFor(event).POST('/v1/bank-accounts/{id}/month-ends/{monthEndId}/sign', {
      params: { path: pathOf(event.params) },
      body: { reconciledHash: textOf(form, 'reconciledHash'), barNumber, barState },
    });
    return settle(event, 'sign', await outcomeOf(event, signing), { typed });
  },

  match: async (event) => {
    const form = await event.request.formData();
    const lineId = textOf(form, 'lineId');
    const postingIds = form.getAll('postingId').filter((id) => typeof id === 'string');
    if (lineId === '' || postingIds.length === 0) {
      return refused('match', 'Choose the bank line, and everything in the journal that it is.', 400);
    }
    const matching = apiFor(event).POST('/v1/bank-accounts/{id}/line-matches', {
      params: { path: { id: event.params.account } },
      body: { lineId, postingIds },
    });
    // Its response is empty: success is all there is to know.
    if ((await matching).response.ok) redirect(303, event.url.pathname);
    return settle(event, 'match', await outcomeOf(event, matching));
  },

  correct: async (event) => {
    const form = await event.request.formData();
    const [mistakeLineId = '', correctionLineId = ''] = textOf(form, 'lines').split(' ');
    const reason = textOf(form, 'reason');
    const typed = { reason };
    if (correctionLineId === '') return refused('correct', 'Choose the two lines.', 400, { typed });
    if (reason === '') return refused('correct', 'Say what the bank did wrong: it is kept.', 400, { typed });
    const correcting = apiFor(event).POST('/v1/bank-accounts/{id}/line-corrections', {
      params: { path: { id: event.params.account } },
      body: { mistakeLineId, correctionLineId, reason },
    });
    if ((await correcting).response.ok) redirect(303, event.url.pathname);
    return settle(event, 'correct', await outcomeOf(event, correcting), { typed });
  },

  undo: async (event) => {
    const lineId = textOf(await event.request.formData(), 'lineId');
    const undoing = apiFor(event).DELETE('/v1/bank-accounts/{id}/line-matches/{lineId}', {
      params: { path: { id: event.params.account, lineId } },
    });
    if ((await undoing).response.ok) redirect(303, event.url.pathname);
    return settle(event, 'match', await outcomeOf(event, undoing));
  },
};

type About = 'prepare' | 'sign' | 'match' | 'correct';
type Typed = {
  readonly explanation?: string;
  readonly position?: string;
  readonly barNumber?: string;
  readonly reason?: string;
};
type More = { readonly typed?: Typed; readonly proofFault?: string | null };

function settle<Data>({ url }: RequestEvent, about: About, outcome: Outcome<Data>, more: More = {}) {
  if (outcome.ok) redirect(303, url.pathname);
  const missing = proofMissing(outcome.problem);
  const { detail, status } = outcome.problem;
  return refused(about, missing === null ? detail : null, status, { ...more, proofFault: missing });
}

function refused(about: About, fault: string | null, status: number, more: More = {}) {
  const { typed = {}, proofFault = null } = more;
  return fail(status, { refusal: { about, fault, proofFault, typed } });
}

function pathOf({ account, id }: RouteParams) {
  return { id: account, monthEndId: id };
}
