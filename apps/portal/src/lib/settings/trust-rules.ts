// The firm's rules about trust money: labels, and the form that changes them (R5).
import type { RiskyRefunds } from '@makewhole/domain/approval-reasons';
import type { StepEvidence } from '@makewhole/domain/trust-authority';
import { TRUST_STEPS_FROM, type TrustStepsFrom } from '@makewhole/domain/trust-steps-owed';

export const TRUST_STEPS_FROM_LABELS: Record<TrustStepsFrom, { label: string; meaning: string }> = {
  succeeded: {
    label: 'Once the client is paid',
    meaning: "Until then the money in trust is the client's: a step that is recorded earlier is refused.",
  },
  accepted: {
    label: 'Once the processor has accepted the refund',
    meaning: 'For a processor that never says when it has paid the client.',
  },
};

export type TrustRules = {
  readonly trustStepsFrom: TrustStepsFrom;
  readonly stepEvidence: StepEvidence;
  readonly riskyRefunds: RiskyRefunds;
  readonly separateDuties: boolean;
};

/** What the form says; null for a choice that there is not. */
export function readTrustRules(form: FormData): TrustRules | null {
  const trustStepsFrom = TRUST_STEPS_FROM.find((known) => known === form.get('trustStepsFrom'));
  const stepEvidence = form.has('stepEvidence') ? 'required' : 'optional';
  const riskyRefunds = form.has('riskyRefunds') ? 'approve' : 'warn';
  const separateDuties = form.has('separateDuties');
  return trustStepsFrom === undefined ? null : { trustStepsFrom, stepEvidence, riskyRefunds, separateDuties };
}

/** The form's fields that say the same, to withdraw what is decided for later. */
export function trustRulesForm(rules: TrustRules): Record<string, string> {
  const { trustStepsFrom, stepEvidence, riskyRefunds, separateDuties } = rules;
  return {
    trustStepsFrom,
    ...(stepEvidence === 'required' && { stepEvidence: 'on' }),
    ...(riskyRefunds === 'approve' && { riskyRefunds: 'on' }),
    ...(separateDuties && { separateDuties: 'on' }),
  };
}
