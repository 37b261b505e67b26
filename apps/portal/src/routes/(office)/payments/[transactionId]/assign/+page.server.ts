import { error, fail, redirect } from '@sveltejs/kit';
import { ASSIGN_ROWS, readAssignment } from '#lib/payments/read-assignment.ts';
import { paymentUrl } from '#lib/payments/payment-url.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const params = { path: { transactionId: event.params.transactionId } };
  const [payment, { me }] = await Promise.all([
    dataOf(event, apiFor(event).GET('/v1/payments/{transactionId}', { params })),
    event.parent(),
  ]);
  if (!me.actions.includes('payment.assign')) error(403, 'You may not assign payments.');
  // It was assigned meanwhile: its page shows to what.
  if (!payment.unassigned) redirect(303, paymentUrl(payment.transactionId));
  return { payment, rows: ASSIGN_ROWS };
};

export const actions: Actions = {
  default: async (event) => {
    const { transactionId } = event.params;
    const params = { path: { transactionId } };
    const form = await event.request.formData();
    const looked = await outcomeOf(event, apiFor(event).GET('/v1/payments/{transactionId}', { params }));
    if (!looked.ok) return fail(looked.problem.status, { fault: looked.problem.detail });
    const reading = readAssignment(form, looked.data);
    if (!reading.ok) return fail(400, { fault: reading.fault });
    const body = reading.assignment;
    const asked = apiFor(event).PUT('/v1/payments/{transactionId}/assignment', { params, body });
    const outcome = await outcomeOf(event, asked);
    if (outcome.ok) redirect(303, paymentUrl(transactionId));
    return fail(outcome.problem.status, { fault: outcome.problem.detail });
  },
};
