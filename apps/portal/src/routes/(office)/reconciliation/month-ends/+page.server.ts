import { fail, redirect } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { monthEndUrl } from '#lib/month-ends/month-end-labels.ts';
import { parseAmount } from '#lib/money-input.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiFor(event);
  const { data } = await dataOf(event, api.GET('/v1/bank-accounts'));
  const accounts = data.filter(({ kind }) => kind === 'trust');
  const asked = event.url.searchParams.get('account');
  const account = accounts.find(({ id }) => id === asked) ?? accounts[0] ?? null;
  if (account === null) return { accounts, account, monthEnds: [], nextCursor: null };
  const cursor = event.url.searchParams.get('cursor');
  const params = { path: { id: account.id }, query: { ...(cursor !== null && { cursor }) } };
  const page = await dataOf(event, api.GET('/v1/bank-accounts/{id}/month-ends', { params }));
  return { accounts, account, monthEnds: page.data, nextCursor: page.nextCursor };
};

export const actions: Actions = {
  open: async (event) => {
    const form = await event.request.formData();
    const [id, endingOn, closing, scope] = ['account', 'endingOn', 'closing', 'scope'].map((name) =>
      textOf(form, name),
    );
    const typed = { endingOn: endingOn ?? '', closing: closing ?? '' };
    const refused = (status: number, fault: string) => fail(status, { typed, fault });
    if (!id || !endingOn) return refused(400, "Give the statement's ending date.");
    const closingBalance = closing ? parseAmount(closing) : undefined;
    if (closingBalance === null) return refused(400, 'Type the balance as 1,234.56, or leave it empty.');
    const opening = apiFor(event).POST('/v1/bank-accounts/{id}/month-ends', {
      params: { path: { id } },
      body: {
        endingOn,
        scope: scope === 'full' ? 'full' : 'schedule',
        ...(closingBalance !== undefined && { closingBalance }),
      },
    });
    const outcome = await outcomeOf(event, opening);
    if (outcome.ok) redirect(303, monthEndUrl(outcome.data));
    return refused(outcome.problem.status, outcome.problem.detail);
  },
};
