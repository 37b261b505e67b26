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
  never: () => 'No refund needs a second person.',
  trust: () => 'Refunds of trust money need a second person.',
  over_amount: (amount) =>
    amount === null
      ? 'Every refund needs a second person.'
      : `Refunds of more than ${formatMoney(amount, 'USD')} need a second person.`,
  always: () => 'Every refund needs a second person.',
};

const TRUST_STEPS_FROM: Record<TrustStepsFrom, string> = {
  succeeded: 'Trust steps are taken once the client is paid.',
  accepted: 'Trust steps may be taken once the processor has accepted the refund, before the client is paid.',
};

const STEP_EVIDENCE: Record<StepEvidence, string> = {
  required: 'A file must prove each step that takes money out of trust.',
  optional: 'A trust step may be recorded without a file.',
};

const RISKY_REFUNDS: Record<RiskyRefunds, string> = {
  approve: 'A second person approves refunds that the preview warns of.',
  warn: 'Nobody else approves a refund because the preview warns of it.',
};

function sayWait(where: string, wait: AchWait): string {
  return `An ACH payment to ${where} can be refunded ${sayAchWait(wait)} after it settled.`;
}

function sayBalanceAge(days: number): string {
  const age = days === 1 ? 'one day' : `${days} days`;
  return `A trust balance from the firm's own system may be up to ${age} old when trust money is refunded.`;
}

function saySeparateDuties(isOn: boolean): string {
  return isOn
    ? 'The person who authorized a trust step may not match its bank lines.'
    : 'Whoever authorized a trust step may match its bank lines.';
}

function sayStepUp(amount: Money | null): string {
  return amount === null
    ? 'Nobody proves once more who they are before a refund.'
    : `Before refunds of more than ${formatMoney(amount, 'USD')} people prove once more who they are.`;
}

function saySecondFactor(isRequired: boolean): string {
  return isRequired ? 'Everybody needs a second factor.' : 'A second factor is for each person to decide.';
}
