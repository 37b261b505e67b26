import { fail, redirect } from '@sveltejs/kit';
import { isLooserThanNewFirm } from '@makewhole/domain/firm-rules';
import { money } from '@makewhole/domain/money';
import { textOf } from '#lib/forms/text-of.ts';
import { proofFaultOf, proofMissing } from '#lib/people/step-up.ts';
import { readAchWaits } from '#lib/settings/ach-wait.ts';
import { readApprovalPolicy } from '#lib/settings/approval-policy.ts';
import { readReminderDays } from '#lib/settings/reminder-days.ts';
import { TRUST_RULES_FAULT, readTrustRules } from '#lib/settings/trust-rules.ts';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const firm = await dataOf(event, apiFor(event).GET('/v1/firm'));
  const { approval, reminders, pending, stepUpOverAmount, secondFactorRequired, achWait } = firm;
  const trust = {
    trustStepsFrom: firm.trustStepsFrom,
    stepEvidence: firm.stepEvidence,
    riskyRefunds: firm.riskyRefunds,
    separateDuties: firm.separateDuties,
    trustBalanceDays: firm.trustBalanceDays,
  };
  const isLooser = isLooserThanNewFirm({
    approvalRule: approval.rule,
    approvalOverAmount: approval.overAmount === null ? null : money(approval.overAmount),
    stepUpOverAmount: stepUpOverAmount === null ? null : money(stepUpOverAmount),
    secondFactorRequired,
    ...trust,
    achWaitOperating: achWait.operating,
    achWaitTrust: achWait.trust,
  });
  const saved = event.url.searchParams.get('saved');
  return { approval, reminders, trust, achWait, pending, isLooser, saved };
};

export const actions: Actions = {
  approval: async (event) => {
    const form = await event.request.formData();
    const reading = readApprovalPolicy(form);
    if (!reading.ok)
      return fail(400, { approval: { fault: reading.fault, proofFault: null, values: reading.values } });
    const { rule, overAmount } = reading;
    const values = { rule, overAmount: textOf(form, 'overAmount') };
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return fail(422, { approval: { fault: null, proofFault, values } });
    const changing = apiFor(event).PATCH('/v1/firm', { body: { approval: { rule, overAmount } } });
    const outcome = await outcomeOf(event, changing);
    if (outcome.ok) redirect(303, '/settings?saved=approval');
    const missing = proofMissing(outcome.problem);
    const fault = missing === null ? outcome.problem.detail : null;
    return fail(outcome.problem.status, { approval: { fault, proofFault: missing, values } });
  },

  trust: async (event) => {
    const form = await event.request.formData();
    const body = readTrustRules(form);
    if (body === null) return fail(400, { trust: { fault: TRUST_RULES_FAULT, proofFault: null } });
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return fail(422, { trust: { fault: null, proofFault } });
    const outcome = await outcomeOf(event, apiFor(event).PATCH('/v1/firm', { body }));
    if (outcome.ok) redirect(303, '/settings?saved=trust');
    const missing = proofMissing(outcome.problem);
    const fault = missing === null ? outcome.problem.detail : null;
    return fail(outcome.problem.status, { trust: { fault, proofFault: missing } });
  },

  achWait: async (event) => {
    const form = await event.request.formData();
    const reading = readAchWaits(form);
    const { values } = reading;
    if (!reading.ok) return fail(400, { achWait: { fault: reading.fault, proofFault: null, values } });
    const proofFault = await proofFaultOf(event, form);
    if (proofFault !== null) return fail(422, { achWait: { fault: null, proofFault, values } });
    const body = { achWait: reading.waits };
    const outcome = await outcomeOf(event, apiFor(event).PATCH('/v1/firm', { body }));
    if (outcome.ok) redirect(303, '/settings?saved=achWait');
    const missing = proofMissing(outcome.problem);
    const fault = missing === null ? outcome.problem.detail : null;
    return fail(outcome.problem.status, { achWait: { fault, proofFault: missing, values } });
  },

  reminders: async (event) => {
    const reading = readReminderDays(await event.request.formData());
    const typed = reading.values;
    if (!reading.ok) return fail(400, { reminders: { fault: reading.fault, values: typed } });
    const { remindAfter, escalateAfter } = reading;
    const body = { reminders: { remindAfter: [...remindAfter], escalateAfter } };
    const outcome = await outcomeOf(event, apiFor(event).PATCH('/v1/firm', { body }));
    if (outcome.ok) redirect(303, '/settings?saved=reminders');
    return fail(outcome.problem.status, { reminders: { fault: outcome.problem.detail, values: typed } });
  },
};
