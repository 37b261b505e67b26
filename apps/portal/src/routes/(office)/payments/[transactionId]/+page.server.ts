import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Void } from '#lib/api-types.ts';
import { paymentUrl } from '#lib/payments/payment-url.ts';
import { apiFor, dataOf, orErrorPage, outcomeOf } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { path: { transactionId: event.params.transactionId } };
  const payment = await dataOf(event, apiFor(event).GET('/v1/payments/{transactionId}', { params }));
  const standing = payment.type === 'authorization' ? await voidOf(event, payment.transactionId) : null;
  return { payment, standing };
};

export const actions: Actions = {
  void: async (event) => {
    const { transactionId } = event.params;
    const params = { path: { transactionId } };
    const asked = apiFor(event).POST('/v1/payments/{transactionId}/void', { params });
    const outcome = await outcomeOf(event, asked);
    if (outcome.ok) redirect(303, paymentUrl(transactionId));
    return fail(outcome.problem.status, { fault: outcome.problem.detail });
  },
};

/** Null where it was never asked for. */
async function voidOf(event: RequestEvent, transactionId: string): Promise<Void | null> {
  const params = { path: { transactionId } };
  const outcome = await outcomeOf(event, apiFor(event).GET('/v1/payments/{transactionId}/void', { params }));
  // Any other silence is no reason to offer it once more.
  return !outcome.ok && outcome.problem.status === 404 ? null : orErrorPage(outcome);
}
