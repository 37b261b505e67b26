import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { BANK_ACCOUNT_STATUSES } from '@makewhole/domain/bank-accounts';
import { textOf } from '#lib/forms/text-of.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import { bankAccountFacts, findBankAccountFaults, readBankAccount } from '#lib/settings/bank-account.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { data } = await dataOf(event, apiFor(event).GET('/v1/bank-accounts'));
  return { accounts: data };
};

export const actions: Actions = {
  add: async (event) => {
    const values = readBankAccount(await event.request.formData());
    const errors = findBankAccountFaults(values);
    if (Object.keys(errors).length > 0) return fail(400, { values, errors });
    const body = { kind: values.kind, ...bankAccountFacts(values) };
    const outcome = await outcomeOf(event, apiFor(event).POST('/v1/bank-accounts', { body }));
    if (outcome.ok) backToList();
    return fail(outcome.problem.status, { values, fault: outcome.problem.detail });
  },

  change: async (event) => {
    const values = readBankAccount(await event.request.formData());
    const errors = findBankAccountFaults(values);
    if (Object.keys(errors).length > 0) return fail(400, { values, errors });
    const outcome = await change(event, values.id, bankAccountFacts(values));
    if (outcome.ok) backToList();
    return fail(outcome.problem.status, { values, fault: outcome.problem.detail });
  },

  set: async (event) => {
    const form = await event.request.formData();
    const status = BANK_ACCOUNT_STATUSES.find((known) => known === textOf(form, 'status'));
    const wanted = status === undefined ? { isDefault: true } : { status };
    const outcome = await change(event, textOf(form, 'id'), wanted);
    if (outcome.ok) backToList();
    return fail(outcome.problem.status, { fault: outcome.problem.detail });
  },
};

type Change = Partial<ReturnType<typeof bankAccountFacts>> & {
  readonly status?: (typeof BANK_ACCOUNT_STATUSES)[number];
  readonly isDefault?: boolean;
};

function change(event: RequestEvent, id: string, body: Change) {
  return outcomeOf(event, apiFor(event).PATCH('/v1/bank-accounts/{id}', { params: { path: { id } }, body }));
}

function backToList(): never {
  redirect(303, '/settings/bank-accounts');
}
