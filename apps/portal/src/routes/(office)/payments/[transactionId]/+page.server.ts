import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import type { PaymentDetail } from '#lib/api-types.ts';
import { readApplied } from '#lib/payments/read-applied.ts';
import { readLateReturn } from '#lib/payments/read-late-return.ts';
import { readTaskAnswer } from '#lib/payments/read-task-answer.ts';
import { fileOf } from '#lib/server/send-file.ts';
import { keepEvidence } from '#lib/server/keep-evidence.ts';
import { readWithFile } from '#lib/forms/read-with-file.ts';
import { proofFaultOf, proofMissing } from '#lib/people/step-up.ts';
import { readAuthorization } from '#lib/refunds/trust-authorization.ts';
import { paymentUrl } from '#lib/payments/payment-url.ts';
import { apiFor, outcomeOf } from '#lib/server/api.ts';
import { loadPayment } from '#lib/server/load-payment.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => loadPayment(event);

export const actions: Actions = {
  void: async (event) => {
    const { transactionId } = event.params;
    const params = { path: { transactionId } };
    const asked = apiFor(event).POST('/v1/payments/{transactionId}/void', { params });
    const outcome = await outcomeOf(event, asked);
    if (outcome.ok) redirect(303, paymentUrl(transactionId));
    return fail(outcome.problem.status, { fault: outcome.problem.detail });
  },

  assign: async (event) => {
    const { transactionId } = event.params;
    const body = { matterNumber: textOf(await event.request.formData(), 'matterNumber').trim() };
    const params = { path: { transactionId } };
    const asked = apiFor(event).PUT('/v1/payments/{transactionId}/assignment', { params, body });
    const outcome = await outcomeOf(event, asked);
    if (outcome.ok) redirect(303, paymentUrl(transactionId));
    return fail(outcome.problem.status, { matter: outcome.problem.detail });
  },

  applyFromTrust: (event) =>
    replaceApplied(event, (form, applied) => {
      const reading = readApplied(form);
      return reading.ok ? { ok: true, applied: [...applied, reading.applied] } : reading;
    }),

  endApplied: (event) =>
    replaceApplied(event, (form, applied) => {
      const ended = textOf(form, 'applicationId');
      return { ok: true, applied: applied.filter(({ id }) => id !== ended) };
    }),

  reportLateReturn: async (event) => {
    const { transactionId } = event.params;
    const form = await event.request.formData();
    const refused = (fault: string, status = 400) => fail(status, { lateReturn: fault });
    const reading = await readWithFile(
      fileOf(form, 'evidence'),
      (named) => readLateReturn(form, named),
      (file) => keepEvidence(event, file),
    );
    if (!reading.ok) return refused(reading.fault);
    const params = { path: { transactionId } };
    const reporting = apiFor(event).POST('/v1/payments/{transactionId}/report-late-return', {
      params,
      body: reading.report,
    });
    const outcome = await outcomeOf(event, reporting);
    if (outcome.ok) redirect(303, paymentUrl(transactionId));
    return refused(outcome.problem.detail, outcome.problem.status);
  },

  settleTask: async (event) => {
    const form = await event.request.formData();
    const obligationId = textOf(form, 'obligationId');
    const refused = (fault: string, status = 400) => fail(status, { task: { obligationId, fault } });
    const reading = await readWithFile(
      fileOf(form, 'evidence'),
      (named) => readTaskAnswer(form, named),
      (file) => keepEvidence(event, file),
    );
    if (!reading.ok) return refused(reading.fault);
    const params = { path: { id: obligationId } };
    const settling = apiFor(event).POST('/v1/obligations/{id}/settle', { params, body: reading.answer });
    const outcome = await outcomeOf(event, settling);
    if (outcome.ok) redirect(303, paymentUrl(event.params.transactionId));
    return refused(outcome.problem.detail, outcome.problem.status);
  },

  authorize: async (event) => {
    const form = await event.request.formData();
    const obligationId = textOf(form, 'obligationId');
    const refused = (fault: string | null, status = 400, proofFault: string | null = null) =>
      fail(status, { authorizing: { obligationId, fault, proofFault } });
    const body = readAuthorization(form);
    if (body === null) return refused('Choose how the money is moved.');
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return refused(null, 422, proofFault);
    const params = { path: { id: obligationId } };
    const authorizing = apiFor(event).POST('/v1/obligations/{id}/authorize', { params, body });
    const outcome = await outcomeOf(event, authorizing);
    if (outcome.ok) redirect(303, paymentUrl(event.params.transactionId));
    const missing = proofMissing(outcome.problem);
    return refused(missing === null ? outcome.problem.detail : null, outcome.problem.status, missing);
  },
};

type Applied = PaymentDetail['appliedFromTrust'];
type Replacement =
  | {
      readonly ok: true;
      readonly applied: readonly Omit<Applied[number], 'id' | 'recordedBy' | 'recordedAt'>[];
    }
  | { readonly ok: false; readonly fault: string };

/** Replaces what was applied from trust by what the form makes of it. */
async function replaceApplied(
  event: RequestEvent<{ transactionId: string }>,
  replace: (form: FormData, standing: Applied) => Replacement,
) {
  const { transactionId } = event.params;
  const form = await event.request.formData();
  const params = { path: { transactionId } };
  const standing = await outcomeOf(event, apiFor(event).GET('/v1/payments/{transactionId}', { params }));
  if (!standing.ok) return fail(standing.problem.status, { applied: standing.problem.detail });
  const replaced = replace(form, standing.data.appliedFromTrust);
  if (!replaced.ok) return fail(400, { applied: replaced.fault });
  const applied = replaced.applied.map(({ itemId, invoiceNumber, amount, date, reference }) => ({
    ...{ itemId, invoiceNumber, amount, date, reference },
  }));
  const path = '/v1/payments/{transactionId}/applied-from-trust';
  const outcome = await outcomeOf(event, apiFor(event).PUT(path, { params, body: { applied } }));
  if (outcome.ok) redirect(303, paymentUrl(transactionId));
  return fail(outcome.problem.status, { applied: outcome.problem.detail });
}
