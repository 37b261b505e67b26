import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { US_STATES } from '@makewhole/domain/bank-accounts';
import { textOf } from '#lib/forms/text-of.ts';
import { readScheduleForm, scheduleBody, type ScheduleValues } from '#lib/opening-books/read-schedule.ts';
import { proofFaultOf, proofMissing } from '#lib/people/step-up.ts';
import { apiFor, dataOf, outcomeOf, type Outcome } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiFor(event);
  const { data } = await dataOf(event, api.GET('/v1/bank-accounts'));
  const accounts = data.filter(({ kind }) => kind === 'trust');
  const asked = event.url.searchParams.get('account');
  const account = accounts.find(({ id }) => id === asked) ?? accounts[0] ?? null;
  if (account === null) return { accounts, account, opening: null };
  const params = { query: { bankAccountId: account.id, limit: 20 } };
  const page = await dataOf(event, api.GET('/v1/opening-schedules', { params }));
  // The newest that stands is the only one: a withdrawn one makes room for the next.
  const standing = page.data.find(({ status }) => status !== 'withdrawn');
  if (standing === undefined) return { accounts, account, opening: null };
  const path = { path: { id: standing.id } };
  return {
    accounts,
    account,
    opening: await dataOf(event, api.GET('/v1/opening-schedules/{id}', { params: path })),
  };
};

export const actions: Actions = {
  write: async (event) => {
    const typed = readScheduleForm(await event.request.formData());
    const body = scheduleBody(typed);
    if (typeof body === 'string') return refused('write', body, 400, { typed });
    const writing = apiFor(event).POST('/v1/opening-schedules', { body });
    return settle(event, 'write', await outcomeOf(event, writing), { typed });
  },

  sign: async (event) => {
    const form = await event.request.formData();
    const barNumber = textOf(form, 'barNumber');
    const barState = US_STATES.find((state) => state === form.get('barState')) ?? null;
    if (barNumber === '') return refused('sign', 'Type your bar number.', 400);
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return refused('sign', null, 422, { barNumber, proofFault });
    const signing = apiFor(event).POST('/v1/opening-schedules/{id}/sign', {
      params: { path: { id: textOf(form, 'id') } },
      body: { hash: textOf(form, 'hash'), barNumber, barState },
    });
    return settle(event, 'sign', await outcomeOf(event, signing), { barNumber });
  },

  withdraw: async (event) => {
    const form = await event.request.formData();
    const reason = textOf(form, 'reason');
    if (reason === '') return refused('withdraw', 'Say what is wrong with it: it is kept.', 400);
    const withdrawing = apiFor(event).POST('/v1/opening-schedules/{id}/withdraw', {
      params: { path: { id: textOf(form, 'id') } },
      body: { reason },
    });
    return settle(event, 'withdraw', await outcomeOf(event, withdrawing), { reason });
  },
};

type About = 'write' | 'sign' | 'withdraw';
type More = {
  readonly typed?: Partial<ScheduleValues>;
  readonly barNumber?: string;
  readonly reason?: string;
  readonly proofFault?: string | null;
};

function settle<Data>({ url }: RequestEvent, about: About, outcome: Outcome<Data>, more: More) {
  const account = url.searchParams.get('account');
  const query = account === null ? '' : `?${new URLSearchParams({ account })}`;
  if (outcome.ok) redirect(303, `${url.pathname}${query}`);
  const missing = proofMissing(outcome.problem);
  const { detail, status } = outcome.problem;
  return refused(about, missing === null ? detail : null, status, { ...more, proofFault: missing });
}

function refused(about: About, fault: string | null, status: number, more: More = {}) {
  const { typed = {}, barNumber = '', reason = '', proofFault = null } = more;
  return fail(status, { refusal: { about, fault, typed, barNumber, reason, proofFault } });
}
