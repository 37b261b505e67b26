import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import { readTrustTransaction, trustTransactionBody } from '#lib/reconciliation/trust-transaction.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const api = apiFor(event);
  const [report, { data: accounts }, { data: records }] = await Promise.all([
    dataOf(event, api.GET('/v1/reports/trust')),
    dataOf(event, api.GET('/v1/bank-accounts')),
    dataOf(event, api.GET('/v1/trust-transactions', { params: { query: { limit: 50 } } })),
  ]);
  // The same API route returns the accountants' table as text, if asked for it.
  if (typeof report === 'string') {
    error(502, 'The ledger self-check came in another form than it was asked for.');
  }
  return {
    ...{ report, records, key: randomUUID() },
    accounts: accounts.filter(({ kind, status }) => kind === 'trust' && status === 'open'),
  };
};

export const actions: Actions = {
  record: async (event) => {
    const values = readTrustTransaction(await event.request.formData());
    const body = trustTransactionBody(values);
    if (typeof body === 'string') return fail(400, { values, fault: body });
    const params = { header: { 'Idempotency-Key': values.key } };
    const outcome = await outcomeOf(event, apiFor(event).POST('/v1/trust-transactions', { params, body }));
    if (outcome.ok) redirect(303, '/reconciliation/trust');
    return fail(outcome.problem.status, { values, fault: outcome.problem.detail });
  },
};
