// The texts of a firm's rules in emails (B8, R11).
import { sayAchWait, type AchWait } from '@makewhole/domain/ach-wait';
import type { RiskyRefunds } from '@makewhole/domain/approval-reasons';
import type { ApprovalRule } from '@makewhole/domain/approval';
import type { FirmRules } from '@makewhole/domain/firm-rules';
import { formatMoney, type Money } from '@makewhole/domain/money';
import type { StepEvidence } from '@makewhole/domain/trust-authority';
import type { TrustStepsFrom } from '@makewhole/domain/trust-steps-owed';

/** One sentence for each rule among these. */
export function sayRules(rules: Partial<FirmRules>): string[] {
  const { approvalRule, approvalOverAmount, stepUpOverAmount, secondFactorRequired } = rules;
  const { trustStepsFrom, stepEvidence, riskyRefunds, separateDuties } = rules;
  const { achWaitOperating, achWaitTrust, trustBalanceDays } = rules;
  return [
    ...(approvalRule === undefined ? [] : [APPROVAL[approvalRule](approvalOverAmount ?? null)]),
    ...(stepUpOverAmount === undefined ? [] : [sayStepUp(stepUpOverAmount)]),
    ...(secondFactorRequired === undefined ? [] : [saySecondFactor(secondFactorRequired)]),
    ...(trustStepsFrom === undefined ? [] : [TRUST_STEPS_FROM[trustStepsFrom]]),
    ...(stepEvidence === undefined ? [] : [STEP_EVIDENCE[stepEvidence]]),
    ...(riskyRefunds === undefined ? [] : [RISKY_REFUNDS[riskyRefunds]]),
    ...(separateDuties === undefined ? [] : [saySeparateDuties(separateDuties)]),
    ...(achWaitOperating === undefined ? [] : [sayWait('an operating account', achWaitOperating)]),
    ...(achWaitTrust === undefined ? [] : [sayWait('trust', achWaitTrust)]),
    ...(trustBalanceDays === undefined ? [] : [sayBalanceAge(trustBalanceDays)]),
  ];
}

const APPROVAL: Record<ApprovalRule, (overAmount: Money | null) => string> = {
  never: () => 'No refund needs a second approval.',
  trust: () => 'Trust refunds need a second approval.',
  over_amount: (amount) =>
    amount === null
      ? 'Every refund needs a second approval.'
      : `Refunds of more than ${formatMoney(amount, 'USD')} need a second approval.`,
  always: () => 'Every refund needs a second approval.',
};

const TRUST_STEPS_FROM: Record<TrustStepsFrom, string> = {
  succeeded: 'Trust steps become due when the client is paid.',
  accepted: 'Trust steps become due when the processor accepts the refund, before the client is paid.',
};

const STEP_EVIDENCE: Record<StepEvidence, string> = {
  required: 'Each step that takes money out of trust requires a file.',
  optional: 'Trust steps can be recorded without a file.',
};

const RISKY_REFUNDS: Record<RiskyRefunds, string> = {
  approve: 'Refunds with warnings need a second approval.',
  warn: "Refunds with warnings don't need a second approval.",
};

function sayWait(where: string, wait: AchWait): string {
  return `ACH payments to ${where} can be refunded ${sayAchWait(wait)} after settlement.`;
}

function sayBalanceAge(days: number): string {
  const age = days === 1 ? 'one day' : `${days} days`;
  return `Imported trust balances can be up to ${age} old for a trust refund.`;
}

function saySeparateDuties(isOn: boolean): string {
  return isOn
    ? "The person who authorizes a trust step can't match its bank lines."
    : 'The person who authorizes a trust step can match its bank lines.';
}

function sayStepUp(amount: Money | null): string {
  return amount === null
    ? 'No one confirms their identity before a refund.'
    : `For refunds over ${formatMoney(amount, 'USD')}, people confirm their identity.`;
}

function saySecondFactor(isRequired: boolean): string {
  return isRequired ? 'Two-factor is required for everyone.' : 'Two-factor is optional.';
}
