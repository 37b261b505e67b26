import { fail, redirect } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { readAnswers } from '#lib/reviews/read-answers.ts';
import { recentQuarters } from '#lib/reviews/recent-quarters.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiFor(event);
  const { data } = await dataOf(event, api.GET('/v1/bank-accounts'));
  const accounts = data.filter(({ kind }) => kind === 'trust');
  const { searchParams } = event.url;
  const account = accounts.find(({ id }) => id === searchParams.get('account')) ?? accounts[0] ?? null;
  const quarters = recentQuarters(new Date().toISOString().slice(0, 10));
  const quarter = quarters.find((one) => one === searchParams.get('quarter')) ?? quarters[0] ?? '';
  if (account === null) return { accounts, account, quarters, quarter, sample: null };
  const params = { path: { id: account.id }, query: { quarter } };
  const sample = await dataOf(event, api.GET('/v1/bank-accounts/{id}/transaction-reviews', { params }));
  return { accounts, account, quarters, quarter, sample };
};

export const actions: Actions = {
  review: async (event) => {
    const form = await event.request.formData();
    const [account, quarter, postingId] = [
      textOf(form, 'account'),
      textOf(form, 'quarter'),
      textOf(form, 'postingId'),
    ];
    const refused = (fault: string, status = 400) => fail(status, { postingId, fault });
    const reading = readAnswers(form);
    if (!reading.ok) return refused(reading.fault);
    const reviewing = apiFor(event).POST('/v1/bank-accounts/{id}/transaction-reviews', {
      params: { path: { id: account } },
      body: { quarter, postingId, answers: reading.answers },
    });
    const outcome = await outcomeOf(event, reviewing);
    if (!outcome.ok) return refused(outcome.problem.detail, outcome.problem.status);
    redirect(303, `/reconciliation/reviews?${new URLSearchParams({ account, quarter })}`);
  },
};
