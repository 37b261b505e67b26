// The rules of a firm that guard its money (B8, R11). Tightening a rule takes effect at once; loosening it takes
// effect on the next bank day, so that nobody can loosen a rule for a refund of their own and use it right away.
import { ACH_WAIT_DEFAULT, waitsAsLong, type AchWait } from './ach-wait.ts';
import type { RiskyRefunds } from './approval-reasons.ts';
import type { ApprovalPolicy } from './approval.ts';
import { bankMorningAfter, type Instant } from './bank-calendar.ts';
import { TRUST_BALANCE_DAYS } from './imported-trust-balances.ts';
import type { Money } from './money.ts';
import type { StepEvidence } from './trust-authority.ts';
import type { TrustStepsFrom } from './trust-steps-owed.ts';

export type FirmRules = ApprovalPolicy & {
  /** Above which amount a person must confirm their identity; null: never. */
  readonly stepUpOverAmount: Money | null;
  readonly secondFactorRequired: boolean;
  /** From when on the trust steps of a refund are owed (R5). */
  readonly trustStepsFrom: TrustStepsFrom;
  readonly stepEvidence: StepEvidence;
  readonly riskyRefunds: RiskyRefunds;
  /** Whoever authorized a trust step does not match its bank lines (T10). */
  readonly separateDuties: boolean;
  /** How long an ACH payment waits before it can be refunded (B7), by the kind of account that received it. */
  readonly achWaitOperating: AchWait;
  readonly achWaitTrust: AchWait;
  /** How many days old an imported trust balance may be for a refund of trust money (ADR 53). */
  readonly trustBalanceDays: number;
};

/** What a new firm begins with: a lawyer approves what touches trust, and everybody has a second factor (ADR 33). */
export const NEW_FIRM_RULES = {
  approvalRule: 'trust',
  approvalOverAmount: null,
  stepUpOverAmount: null,
  secondFactorRequired: true,
  trustStepsFrom: 'succeeded',
  stepEvidence: 'required',
  riskyRefunds: 'approve',
  separateDuties: true,
  achWaitOperating: ACH_WAIT_DEFAULT,
  achWaitTrust: ACH_WAIT_DEFAULT,
  trustBalanceDays: TRUST_BALANCE_DAYS.default,
} as const satisfies FirmRules;

/** Whether a firm's rules let through anything that those of a new firm do not. */
export function isLooserThanNewFirm(rules: FirmRules): boolean {
  return RULE_NAMES.some((name) => isLooser(name, NEW_FIRM_RULES, rules));
}

/** The fields that are decided together. */
const FIELDS = {
  approval: ['approvalRule', 'approvalOverAmount'],
  stepUp: ['stepUpOverAmount'],
  secondFactor: ['secondFactorRequired'],
  trustSteps: ['trustStepsFrom'],
  stepEvidence: ['stepEvidence'],
  riskyRefunds: ['riskyRefunds'],
  separateDuties: ['separateDuties'],
  achWaitOperating: ['achWaitOperating'],
  achWaitTrust: ['achWaitTrust'],
  trustBalance: ['trustBalanceDays'],
} as const satisfies Readonly<Record<string, readonly (keyof FirmRules)[]>>;

type RuleName = keyof typeof FIELDS;
const RULE_NAMES = Object.keys(FIELDS) as readonly RuleName[]; // the keys of a literal

/** A looser rule that is decided but not in effect yet. */
export type PendingRule = { readonly to: Partial<FirmRules>; readonly countsFrom: Instant };
export type PendingRules = { readonly [Name in RuleName]?: PendingRule };
/** The rules as a firm's row stores them. */
export type StandingRules = FirmRules & { readonly pendingRules: PendingRules };

/** How long an approver must wait before approving for the person who let them in. */
const APPROVER_WAITS_BANK_DAYS = 5;

/** From when on somebody may approve refunds of the person who invited them, or raised their role, at that instant. */
export function approverEntitledFrom(letInAt: Instant): Instant {
  return bankMorningAfter(letInAt, APPROVER_WAITS_BANK_DAYS);
}

/** The rules in effect at an instant, including pending ones whose time has come. */
export function rulesAsOf<Firm extends StandingRules>(firm: Firm, now: Instant): Firm {
  const due = RULE_NAMES.filter((name) => {
    const pending = firm.pendingRules[name];
    return pending !== undefined && Date.parse(pending.countsFrom) <= Date.parse(now);
  });
  if (due.length === 0) return firm;
  const asOfNow = due.reduce((rules, name) => ({ ...rules, ...firm.pendingRules[name]?.to }), firm);
  return { ...asOfNow, pendingRules: without(firm.pendingRules, due) };
}

export type RuleChange = StandingRules & {
  /** The rules that become looser and were not pending already. */
  readonly loosened: readonly RuleName[];
  /** The pending rules that will not take effect. */
  readonly withdrawn: readonly RuleName[];
};

/**
 * Changes a firm's rules to the wanted ones. A rule that gets no looser takes effect now and replaces its pending
 * change; asking for a rule as it stands withdraws its pending change.
 * @param standing the rules in effect now
 */
export function changeRules(standing: StandingRules, wanted: Partial<FirmRules>, now: Instant): RuleChange {
  const asked = { ...rulesOf(standing), ...wanted };
  let rules = rulesOf(standing);
  let { pendingRules } = standing;
  const loosened: RuleName[] = [];
  const withdrawn: RuleName[] = [];
  for (const name of RULE_NAMES) {
    if (!FIELDS[name].some((field) => field in wanted)) continue;
    const to = fieldsOf(name, asked);
    const pending = pendingRules[name];
    if (isLooser(name, standing, asked)) {
      if (JSON.stringify(pending?.to) === JSON.stringify(to)) continue;
      pendingRules = { ...pendingRules, [name]: { to, countsFrom: bankMorningAfter(now, 1) } };
      loosened.push(name);
    } else {
      rules = { ...rules, ...to };
      if (pending !== undefined) withdrawn.push(name);
      pendingRules = without(pendingRules, [name]);
    }
  }
  return { ...rules, pendingRules, loosened, withdrawn };
}

/** Whether one rule lets through anything that the other did not. */
function isLooser(name: RuleName, from: FirmRules, to: FirmRules): boolean {
  switch (name) {
    case 'approval':
      return !asksAsOften(from, to);
    case 'stepUp':
      return from.stepUpOverAmount !== null && overAmountOf(to.stepUpOverAmount) > from.stepUpOverAmount;
    case 'secondFactor':
      return from.secondFactorRequired && !to.secondFactorRequired;
    case 'trustSteps':
      return from.trustStepsFrom === 'succeeded' && to.trustStepsFrom === 'accepted';
    case 'stepEvidence':
      return from.stepEvidence === 'required' && to.stepEvidence === 'optional';
    case 'riskyRefunds':
      return from.riskyRefunds === 'approve' && to.riskyRefunds === 'warn';
    case 'separateDuties':
      return from.separateDuties && !to.separateDuties;
    case 'achWaitOperating':
    case 'achWaitTrust':
      return !waitsAsLong(to[name], from[name]);
    case 'trustBalance':
      return to.trustBalanceDays > from.trustBalanceDays;
  }
}

/** Whether every refund that needs a second person under one policy also does under the other. */
function asksAsOften(from: ApprovalPolicy, to: ApprovalPolicy): boolean {
  if (to.approvalRule === 'always' || from.approvalRule === 'never') return true;
  if (to.approvalRule !== from.approvalRule) return false;
  return (
    from.approvalRule !== 'over_amount' || (to.approvalOverAmount ?? 0) <= (from.approvalOverAmount ?? 0)
  );
}

function overAmountOf(amount: Money | null): number {
  return amount ?? Infinity;
}

function rulesOf(firm: FirmRules): FirmRules {
  const { approvalRule, approvalOverAmount, stepUpOverAmount } = firm;
  const { secondFactorRequired, trustStepsFrom, stepEvidence, riskyRefunds, separateDuties } = firm;
  const { achWaitOperating, achWaitTrust, trustBalanceDays } = firm;
  return {
    approvalRule,
    approvalOverAmount,
    stepUpOverAmount,
    secondFactorRequired,
    trustStepsFrom,
    stepEvidence,
    riskyRefunds,
    separateDuties,
    achWaitOperating,
    achWaitTrust,
    trustBalanceDays,
  };
}

function fieldsOf(name: RuleName, rules: FirmRules): Partial<FirmRules> {
  return Object.fromEntries(FIELDS[name].map((field) => [field, rules[field]]));
}

function without(pending: PendingRules, names: readonly RuleName[]): PendingRules {
  const left = Object.entries(pending).filter(([name]) => !names.some((gone) => gone === name));
  return Object.fromEntries(left);
}
