// The rules of a firm that guard its money (B8, R11). To tighten one counts at once; to loosen one counts from the next
// bank day, so that whoever loosens it for a refund of their own does not have it in the same breath.
import type { ApprovalPolicy } from './approval.ts';
import { bankMorningAfter, type Instant } from './bank-calendar.ts';
import type { Money } from './money.ts';

export type FirmRules = ApprovalPolicy & {
  /** Over which amount a person proves once more who they are; null: never. */
  readonly stepUpOverAmount: Money | null;
  readonly secondFactorRequired: boolean;
};

/** The fields that are decided as one. */
const FIELDS = {
  approval: ['approvalRule', 'approvalOverAmount'],
  stepUp: ['stepUpOverAmount'],
  secondFactor: ['secondFactorRequired'],
} as const satisfies Readonly<Record<string, readonly (keyof FirmRules)[]>>;

type RuleName = keyof typeof FIELDS;
const RULE_NAMES = Object.keys(FIELDS) as readonly RuleName[]; // the keys of a literal

/** A looser rule that was decided, and does not count yet. */
export type PendingRule = { readonly to: Partial<FirmRules>; readonly countsFrom: Instant };
export type PendingRules = { readonly [Name in RuleName]?: PendingRule };
/** What a firm's row says. */
export type StandingRules = FirmRules & { readonly pendingRules: PendingRules };

/** How long an approver waits before they may approve for whoever let them in. */
const APPROVER_WAITS_BANK_DAYS = 5;

/** From when on somebody may approve the refunds of whoever invited them, or raised their role, at that instant. */
export function approverEntitledFrom(letInAt: Instant): Instant {
  return bankMorningAfter(letInAt, APPROVER_WAITS_BANK_DAYS);
}

/** The rules that count at an instant: of what was decided before, what has come to count counts. */
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
  /** What is looser, and was not decided before. */
  readonly loosened: readonly RuleName[];
  /** What had been decided before, and will not come to count. */
  readonly withdrawn: readonly RuleName[];
};

/**
 * What a firm's rules are once it wants other ones. What is no looser counts now, and ends what was pending of that rule;
 * to want a rule as it stands withdraws what was pending.
 * @param standing as of now
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

/** Whether something gets through by one rule that did not by the other. */
function isLooser(name: RuleName, from: FirmRules, to: FirmRules): boolean {
  switch (name) {
    case 'approval':
      return !asksAsOften(from, to);
    case 'stepUp':
      return from.stepUpOverAmount !== null && overAmountOf(to.stepUpOverAmount) > from.stepUpOverAmount;
    case 'secondFactor':
      return from.secondFactorRequired && !to.secondFactorRequired;
  }
}

/** Whether every refund that needs a second person by one policy does so by the other. */
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
  const { approvalRule, approvalOverAmount, stepUpOverAmount, secondFactorRequired } = firm;
  return { approvalRule, approvalOverAmount, stepUpOverAmount, secondFactorRequired };
}

function fieldsOf(name: RuleName, rules: FirmRules): Partial<FirmRules> {
  return Object.fromEntries(FIELDS[name].map((field) => [field, rules[field]]));
}

function without(pending: PendingRules, names: readonly RuleName[]): PendingRules {
  const left = Object.entries(pending).filter(([name]) => !names.some((gone) => gone === name));
  return Object.fromEntries(left);
}
