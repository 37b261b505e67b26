import { setTimeout as sleep } from 'node:timers/promises';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { textOf } from '#lib/forms/text-of.ts';
import { proofFaultOf, proofMissing } from '#lib/people/step-up.ts';
import { readDecision, readResolution } from '#lib/refunds/commands.ts';
import { EMAIL_TASK, EVIDENCE_TASK, OUTCOME_TASK, type TaskRefusal } from '#lib/refunds/task-refusal.ts';
import { readAuthorization } from '#lib/refunds/trust-authorization.ts';
import { readTrustCorrection, readTrustStep } from '#lib/refunds/trust-step-values.ts';
import { apiFor, outcomeOf, type Outcome } from '#lib/server/api.ts';
import { loadRefund } from '#lib/server/load-refund.ts';
import { keepEvidence } from '#lib/server/keep-evidence.ts';
import { fileOf } from '#lib/server/send-file.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => loadRefund(event);

export const actions: Actions = {
  cancel: (event) =>
    settle(event, '', apiFor(event).POST('/v1/refunds/{id}/cancel', { params: { path: pathOf(event) } })),

  approve: async (event) => {
    const form = await event.request.formData();
    const obligationId = textOf(form, 'obligationId');
    const note = textOf(form, 'note');
    const params = { path: pathOf(event) };
    if (textOf(form, 'decision') === 'approve') {
      const payerReason = textOf(form, 'payerReason');
      const body = { ...(note !== '' && { note }), ...(payerReason !== '' && { payerReason }) };
      const proofFault = await proofFaultOf(event, form);
      if (proofFault !== null) return refused({ obligationId, fault: null, proofFault }, 422);
      return settle(event, obligationId, apiFor(event).POST('/v1/refunds/{id}/approve', { params, body }));
    }
    if (note === '')
      return refused({ obligationId, fault: 'Say why you decline it: it is kept with the refund.' });
    const declining = apiFor(event).POST('/v1/refunds/{id}/decline', { params, body: { note } });
    return settle(event, obligationId, declining);
  },

  decide: async (event) => {
    const form = await event.request.formData();
    const obligationId = textOf(form, 'obligationId');
    const reading = readDecision(form);
    if (!reading.ok) return refused({ obligationId, fault: reading.fault });
    const { ok: _ok, note, ...decided } = reading;
    const deciding = apiFor(event).POST('/v1/refunds/{id}/invoice-decision', {
      params: { path: pathOf(event) },
      body: { ...decided, obligationId, ...(note !== '' && { note }) },
    });
    return settle(event, obligationId, deciding);
  },

  step: async (event) => {
    const form = await event.request.formData();
    const reading = readTrustStep(form);
    const { values } = reading;
    const { obligationId, date, reference } = values;
    if (!reading.ok) return refused({ obligationId, fault: null, step: { values, errors: reading.errors } });
    const file = fileOf(form, 'evidence');
    const evidence = file === null ? null : await keepEvidence(event, file);
    if (evidence?.ok === false) {
      return refused({ obligationId, fault: null, step: { values, errors: { evidence: evidence.fault } } });
    }
    const cited = evidence === null ? {} : { evidenceId: evidence.evidenceId };
    const recording = apiFor(event).POST('/v1/refunds/{id}/trust-steps/{step}', {
      params: { path: { ...pathOf(event), step: reading.step } },
      body: { amount: reading.amount, currency: 'USD', date, reference, ...cited },
    });
    return settle(event, obligationId, recording, { values, errors: {} });
  },

  authorize: async (event) => {
    const form = await event.request.formData();
    const obligationId = textOf(form, 'obligationId');
    const body = readAuthorization(form);
    if (body === null) return refused({ obligationId, fault: 'Choose how the money is moved.' });
    const params = { path: { id: obligationId } };
    const authorizing = apiFor(event).POST('/v1/obligations/{id}/authorize', { params, body });
    return settle(event, obligationId, authorizing);
  },

  trustGone: async (event) => {
    const form = await event.request.formData();
    const [obligationId, reason, invoiceNumber] = [
      textOf(form, 'obligationId'),
      textOf(form, 'reason'),
      textOf(form, 'invoiceNumber'),
    ];
    if (reason === '' || invoiceNumber === '') {
      return refused({ obligationId, fault: 'Say which invoice it paid, and how that came about.' });
    }
    const ending = apiFor(event).POST('/v1/refunds/{id}/trust-not-recoverable', {
      params: { path: pathOf(event) },
      body: { reason, invoiceNumber },
    });
    return settle(event, obligationId, ending);
  },

  correct: async (event) => {
    const form = await event.request.formData();
    const obligationId = textOf(form, 'obligationId');
    const reading = readTrustCorrection(form);
    if (!reading.ok) return refused({ obligationId, fault: reading.fault });
    const correcting = apiFor(event).POST('/v1/refunds/{id}/trust-steps/{step}/correction', {
      params: { path: { ...pathOf(event), step: reading.step } },
      body: reading.right,
    });
    return settle(event, obligationId, correcting);
  },

  resolve: async (event) => {
    const reading = readResolution(await event.request.formData());
    if (!reading.ok) return refused({ obligationId: OUTCOME_TASK, fault: reading.fault });
    const { outcome, note, processorReference } = reading;
    const before = outcome === 'look_again' ? await lastLookUpOf(event) : null;
    const resolving = apiFor(event).POST('/v1/refunds/{id}/resolve', {
      params: { path: pathOf(event) },
      body: { outcome, note, ...(processorReference !== '' && { processorReference }) },
    });
    const answer = await outcomeOf(event, resolving);
    // The person wants the look-up's result: the page waits for it, unless it takes longer than anyone would.
    if (answer.ok && outcome === 'look_again') await waitForLookUp(event, before);
    return settle(event, OUTCOME_TASK, resolving);
  },

  resend: async (event) => {
    const id = textOf(await event.request.formData(), 'notificationId');
    const resending = apiFor(event).POST('/v1/notifications/{id}/resend', { params: { path: { id } } });
    return settle(event, EMAIL_TASK, resending);
  },

  redact: async (event) => {
    const form = await event.request.formData();
    const evidenceId = textOf(form, 'evidenceId');
    const reason = textOf(form, 'reason');
    const about = { obligationId: EVIDENCE_TASK, evidenceId };
    if (reason === '') return refused({ ...about, fault: 'Say why: it is kept in place of the file.' });
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return refused({ ...about, fault: null, proofFault }, 422);
    const params = { path: { id: evidenceId } };
    const redacting = apiFor(event).POST('/v1/evidence/{id}/redact', { params, body: { reason } });
    const outcome = await outcomeOf(event, redacting);
    if (outcome.ok) redirect(303, `/refunds/${event.params.id}`);
    const missing = proofMissing(outcome.problem);
    const fault = missing === null ? outcome.problem.detail : null;
    return refused(
      { ...about, fault, ...(missing !== null && { proofFault: missing }) },
      outcome.problem.status,
    );
  },

  attend: async (event) => {
    const form = await event.request.formData();
    const obligationId = textOf(form, 'obligationId');
    const note = textOf(form, 'note');
    if (note === '')
      return refused({ obligationId, fault: 'Note what you did: it is kept with the refund.' });
    const attending = apiFor(event).POST('/v1/refunds/{id}/attention', {
      params: { path: pathOf(event) },
      body: {
        obligationId,
        note,
        ...(form.get('transferMade') === 'false' && { transferMade: false as const }),
      },
    });
    return settle(event, obligationId, attending);
  },
};

const LOOK_UP_TRIES = 16;
const LOOK_UP_TRY_MS = 500;

/** The workflow's state after its last look-up; null while it looks, or if it cannot be asked. */
async function lastLookUpOf(event: RefundPageEvent): Promise<string | null> {
  const params = { path: pathOf(event) };
  const answer = await outcomeOf(event, apiFor(event).GET('/v1/refunds/{id}/workflow', { params }));
  if (!answer.ok || answer.data.waitingFor === 'processor_answer') return null;
  return `${answer.data.status} ${answer.data.lastLookUp?.at ?? ''}`;
}

/** Waits until the workflow has looked again, or for some seconds. */
async function waitForLookUp(event: RefundPageEvent, before: string | null): Promise<void> {
  for (let tries = 0; tries < LOOK_UP_TRIES; tries += 1) {
    await sleep(LOOK_UP_TRY_MS);
    const last = await lastLookUpOf(event);
    if (last !== null && last !== before) return;
  }
}

type RefundPageEvent = RequestEvent<{ id: string }>;

/** Redirects to the page with the current state; or returns why the form was refused, with what was typed. */
async function settle(
  event: RefundPageEvent,
  obligationId: string,
  answering: Parameters<typeof outcomeOf>[1],
  step?: TaskRefusal['step'],
) {
  const outcome: Outcome<unknown> = await outcomeOf(event, answering);
  if (outcome.ok) redirect(303, `/refunds/${event.params.id}`);
  if (step && outcome.problem.code === 'date_out_of_range') {
    const errors = { date: outcome.problem.detail };
    return refused({ obligationId, fault: null, step: { ...step, errors } }, outcome.problem.status);
  }
  const proofFault = proofMissing(outcome.problem);
  const fault = proofFault === null ? outcome.problem.detail : null;
  return refused(
    { obligationId, fault, ...(proofFault !== null && { proofFault }), ...(step && { step }) },
    outcome.problem.status,
  );
}

function refused(refusal: TaskRefusal, status = 400) {
  return fail(status, { refusal });
}

function pathOf({ params }: RefundPageEvent) {
  return { id: params.id };
}
