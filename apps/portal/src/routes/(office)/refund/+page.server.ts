import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { findFaults, readRefundRequest, type RefundRequestValues } from '#lib/refunds/refund-request.ts';
import { proofFaultOf } from '#lib/people/step-up.ts';
import { apiFor, orErrorPage, outcomeOf } from '#lib/server/api.ts';
import { OTHER_PAYMENT, type Problem } from '#lib/server/problem.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { searchParams } = event.url;
  const id = searchParams.get('id') ?? '';
  if (id !== id.trim()) {
    redirect(303, `/refund?${new URLSearchParams({ id: id.trim(), stripped: '1' })}`);
  }
  const typed = { id, stripped: searchParams.has('stripped') };
  return { typed, found: id === '' ? null : await lookUp(event, id) };
};

/** No payment has this ID, or none could: it is too long, or has characters that no ID has. */
const NOT_AN_ID: ReadonlySet<string> = new Set(['transaction_not_found', 'invalid_request']);

/** The payment with exactly that ID and what its refund would do; 'nothing' if there is none (R1). */
async function lookUp(event: RequestEvent, transactionId: string) {
  const api = apiFor(event);
  const [firm, preview, payment, templates] = await Promise.all([
    outcomeOf(event, api.GET('/v1/firm')),
    outcomeOf(event, api.POST('/v1/refunds/preview', { body: { transactionId } })),
    outcomeOf(event, api.GET('/v1/payments/{transactionId}', { params: { path: { transactionId } } })),
    outcomeOf(event, api.GET('/v1/reason-templates')),
  ]);
  for (const outcome of [preview, payment]) {
    if (!outcome.ok && NOT_AN_ID.has(outcome.problem.code)) return 'nothing' as const;
  }
  return {
    payment: orErrorPage(payment),
    preview: orErrorPage(preview),
    stepUpOverAmount: orErrorPage(firm).stepUpOverAmount,
    // A reason can be written without them.
    templates: templates.ok ? templates.data.data : [],
    idempotencyKey: crypto.randomUUID(),
  };
}

export const actions: Actions = {
  /** The form as typed, validated, and returned for confirmation. */
  review: async (event) => {
    const values = readRefundRequest(await event.request.formData());
    if (!isAboutShown(event, values)) return refuseOther(event);
    const errors = findFaults(values);
    if (Object.keys(errors).length > 0) return fail(400, { values, errors });
    return { values, confirming: true as const, email: await composeEmail(event, values) };
  },

  /** Requests the refund. Whatever the result, sending the same request again can never make a second one (B1). */
  request: async (event) => {
    const form = await event.request.formData();
    const values = readRefundRequest(form);
    if (!isAboutShown(event, values)) return refuseOther(event);
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return fail(422, { values, confirming: true as const, proofFault });
    const outcome = await requestRefund(event, values);
    if (outcome.ok) redirect(303, `/refunds/${outcome.data.id}`);
    const { problem } = outcome;
    if (problem.code === 'step_up_required') {
      return fail(403, { values, confirming: true as const, proofFault: problem.detail });
    }
    const standing = await findStanding(event, values.transactionId, problem);
    if (standing !== null) redirect(303, `/refunds/${standing}?already`);
    return fail(problem.status, { values, refusal: problem });
  },
};

/**
 * Whether the form is about the payment that its page shows (B13): a browser may have restored one without the other.
 */
function isAboutShown({ url }: RequestEvent, { transactionId }: RefundRequestValues): boolean {
  return transactionId !== '' && transactionId === url.searchParams.get('id');
}

function refuseOther({ url }: RequestEvent) {
  const values = readRefundRequest(new FormData());
  return fail(409, {
    values: { ...values, transactionId: url.searchParams.get('id') ?? '' },
    refusal: OTHER_PAYMENT,
  });
}

/** The email with the typed reason, for people without scripts to preview it; null if it cannot be loaded. */
async function composeEmail(event: RequestEvent, { transactionId, reason }: RefundRequestValues) {
  const composing = apiFor(event).POST('/v1/refunds/preview', { body: { transactionId, reason } });
  const preview = await outcomeOf(event, composing);
  return preview.ok ? preview.data.email : null;
}

function requestRefund(event: RequestEvent, values: RefundRequestValues) {
  const { transactionId, reason, internalNote, previewHash, idempotencyKey } = values;
  const answering = apiFor(event).POST('/v1/refunds', {
    params: { header: { 'Idempotency-Key': idempotencyKey } },
    body: { transactionId, reason, previewHash, ...(internalNote !== '' && { internalNote }) },
  });
  return outcomeOf(event, answering);
}

/**
 * The refund that blocks a new one: the page redirects to it. A key that was used with other contents means that this
 * very form was recorded before, and then changed.
 */
async function findStanding(
  event: RequestEvent,
  transactionId: string,
  problem: Problem,
): Promise<string | null> {
  if (problem.code === 'already_refunded') return problem.refundId;
  if (problem.code !== 'idempotency_key_reused') return null;
  const payment = await outcomeOf(
    event,
    apiFor(event).GET('/v1/payments/{transactionId}', { params: { path: { transactionId } } }),
  );
  return payment.ok ? payment.data.refundId : null;
}
