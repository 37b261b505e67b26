// The firm's rules about trust money: labels, and the form that changes them (R5).
import { TRUST_BALANCE_DAYS } from '@makewhole/domain/imported-trust-balances';
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
  /** How many days old an imported trust balance may be. */
  readonly trustBalanceDays: number;
};

export const TRUST_RULES_FAULT = `Choose from when on the trust steps are owed, and ${TRUST_BALANCE_DAYS.min} to ${TRUST_BALANCE_DAYS.max} days for imported trust balances.`;

/** What the form says; null for a choice or a number of days that there is not. */
export function readTrustRules(form: FormData): TrustRules | null {
  const trustStepsFrom = TRUST_STEPS_FROM.find((known) => known === form.get('trustStepsFrom'));
  const stepEvidence = form.has('stepEvidence') ? 'required' : 'optional';
  const riskyRefunds = form.has('riskyRefunds') ? 'approve' : 'warn';
  const separateDuties = form.has('separateDuties');
  const trustBalanceDays = Number(form.get('trustBalanceDays'));
  const isAllowed =
    Number.isInteger(trustBalanceDays) &&
    trustBalanceDays >= TRUST_BALANCE_DAYS.min &&
    trustBalanceDays <= TRUST_BALANCE_DAYS.max;
  if (trustStepsFrom === undefined || !isAllowed) return null;
  return { trustStepsFrom, stepEvidence, riskyRefunds, separateDuties, trustBalanceDays };
}

/** The form's fields that say the same, to withdraw what is decided for later. */
export function trustRulesForm(rules: TrustRules): Record<string, string> {
  const { trustStepsFrom, stepEvidence, riskyRefunds, separateDuties, trustBalanceDays } = rules;
  return {
    trustStepsFrom,
    trustBalanceDays: String(trustBalanceDays),
    ...(stepEvidence === 'required' && { stepEvidence: 'on' }),
    ...(riskyRefunds === 'approve' && { riskyRefunds: 'on' }),
    ...(separateDuties && { separateDuties: 'on' }),
  };
}
