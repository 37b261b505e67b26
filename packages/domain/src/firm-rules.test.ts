import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refundableAfter, type AchWait } from './ach-wait.ts';
import { RISKY_REFUNDS } from './approval-reasons.ts';
import { APPROVAL_RULES, asksForApproval } from './approval.ts';
import { changeRules, rulesAsOf, type FirmRules, type StandingRules } from './firm-rules.ts';
import { money } from './money.ts';
import { STEP_EVIDENCE } from './trust-authority.ts';
import { TRUST_STEPS_FROM } from './trust-steps-owed.ts';

/** A Friday. */
const NOW = '2026-11-20T15:00:00Z';
const MONDAY_MORNING = '2026-11-23T14:00:00Z';
const STRICT: StandingRules = {
  approvalRule: 'always',
  approvalOverAmount: null,
  stepUpOverAmount: money(500_00),
  secondFactorRequired: true,
  trustStepsFrom: 'succeeded',
  stepEvidence: 'required',
  riskyRefunds: 'approve',
  separateDuties: true,
  achWaitOperating: { bankDays: 5 },
  achWaitTrust: { calendarDays: 60 },
  trustBalanceDays: 3,
  pendingRules: {},
};

const waits = fc.constantFrom<AchWait[]>(
  { bankDays: 3 },
  { bankDays: 5 },
  { calendarDays: 7 },
  { calendarDays: 60 },
);
const amounts = fc.integer({ min: 1, max: 4 }).map(money);
const rules: fc.Arbitrary<FirmRules> = fc
  .record({
    approvalRule: fc.constantFrom(...APPROVAL_RULES),
    amount: amounts,
    stepUpOverAmount: fc.option(amounts),
    secondFactorRequired: fc.boolean(),
    trustStepsFrom: fc.constantFrom(...TRUST_STEPS_FROM),
    stepEvidence: fc.constantFrom(...STEP_EVIDENCE),
    riskyRefunds: fc.constantFrom(...RISKY_REFUNDS),
    separateDuties: fc.boolean(),
    achWaitOperating: waits,
    achWaitTrust: waits,
    trustBalanceDays: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ amount, ...rest }) => ({
    ...rest,
    approvalOverAmount: rest.approvalRule === 'over_amount' ? amount : null,
  }));
const legs = fc.constantFrom('trust' as const, 'operating' as const);

/** What must happen before a refund of this amount, out of this account, goes out. */
function guards(firm: FirmRules, amount: number, account: 'trust' | 'operating') {
  const leg = { account, amount: money(amount) };
  return {
    approval: asksForApproval(firm, { amount: money(amount), legs: [leg] }),
    stepUp: firm.stepUpOverAmount !== null && amount > firm.stepUpOverAmount,
    secondFactor: firm.secondFactorRequired,
    trustSteps: firm.trustStepsFrom === 'succeeded',
    stepEvidence: firm.stepEvidence === 'required',
    riskyRefunds: firm.riskyRefunds === 'approve',
    separateDuties: firm.separateDuties,
  };
}

describe('a change of the rules', () => {
  it('lets nothing through at once that did not go through before', () => {
    fc.assert(
      fc.property(rules, rules, fc.integer({ min: 1, max: 5 }), legs, (from, to, amount, account) => {
        const changed = changeRules({ ...from, pendingRules: {} }, to, NOW);
        const [before, after] = [guards(from, amount, account), guards(changed, amount, account)];
        for (const guard of [
          'approval',
          'stepUp',
          'secondFactor',
          'trustSteps',
          'stepEvidence',
          'riskyRefunds',
          'separateDuties',
        ] as const) {
          if (before[guard]) expect(after[guard]).toBe(true);
        }
        for (const wait of ['achWaitOperating', 'achWaitTrust'] as const) {
          const [sooner, later] = [from[wait], changed[wait]].map((one) => refundableAfter(NOW, one));
          expect(String(later) >= String(sooner)).toBe(true);
        }
        expect(changed.trustBalanceDays).toBeLessThanOrEqual(from.trustBalanceDays);
      }),
    );
  });

  it('is whole from the next bank day on', () => {
    fc.assert(
      fc.property(rules, rules, (from, to) => {
        const changed = changeRules({ ...from, pendingRules: {} }, to, NOW);
        expect(rulesAsOf(changed, MONDAY_MORNING)).toMatchObject({ ...to, pendingRules: {} });
      }),
    );
  });

  it('counts at once where it is tighter', () => {
    const loose = { approvalRule: 'never', stepUpOverAmount: null, secondFactorRequired: false } as const;
    const changed = changeRules({ ...STRICT, ...loose }, STRICT, NOW);
    expect(changed).toMatchObject({ ...STRICT, loosened: [] });
  });

  it('that is looser waits over the weekend, and no longer', () => {
    const changed = changeRules(STRICT, { stepUpOverAmount: null, secondFactorRequired: false }, NOW);
    expect(changed).toMatchObject({ stepUpOverAmount: 500_00, loosened: ['stepUp', 'secondFactor'] });
    expect(rulesAsOf(changed, '2026-11-23T13:59:59Z').secondFactorRequired).toBe(true);
    expect(rulesAsOf(changed, '2026-11-23T14:00:00.000Z').secondFactorRequired).toBe(false);
  });

  it('is withdrawn by wanting what stands, or something tighter; the same once more keeps its day', () => {
    const never = { approvalRule: 'never', approvalOverAmount: null } as const;
    const pending = changeRules(STRICT, never, NOW);
    const later = changeRules(pending, never, '2026-11-21T15:00:00Z');
    expect(later).toMatchObject({ pendingRules: pending.pendingRules, loosened: [], withdrawn: [] });
    const kept = { approvalRule: 'always', approvalOverAmount: null } as const;
    const withdrawn = changeRules(pending, kept, NOW);
    expect(withdrawn).toMatchObject({ pendingRules: {}, withdrawn: ['approval'] });
    expect(rulesAsOf(withdrawn, '2027-01-01T00:00:00Z').approvalRule).toBe('always');
  });
});
