import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remindersOf } from './obligation-dates.ts';
import { REFUND_STATUSES } from './refund-states.ts';
import { owesTrustSteps, trustStepsDueAt } from './trust-steps-owed.ts';

const day = (date: string) => `${date}T15:00:00Z`;

describe('the trust steps are owed', () => {
  it('only once the client is paid, or from acceptance on where the firm says so', () => {
    const owing = (from: 'succeeded' | 'accepted') =>
      REFUND_STATUSES.filter((status) => owesTrustSteps(from, status));
    expect(owing('succeeded')).toEqual(['succeeded']);
    expect(owing('accepted')).toEqual(['processing', 'succeeded']);
  });
});

describe('the trust steps are due', () => {
  it('two bank days after a card refund succeeded', () => {
    const refund = { method: 'card', acceptedAt: day('2026-12-01'), owedFrom: day('2026-12-02') } as const;
    expect(trustStepsDueAt(refund)).toBe('2026-12-04T22:00:00Z');
    expect(trustStepsDueAt({ ...refund, owedFrom: day('2026-11-25') })).toBe('2026-11-30T22:00:00Z');
  });

  it('on bank day 5 after acceptance for an ACH refund, whose credit can come back for two bank days', () => {
    const refund = { method: 'ach', acceptedAt: day('2026-12-01'), owedFrom: day('2026-12-03') } as const;
    expect(trustStepsDueAt(refund)).toBe('2026-12-08T22:00:00Z');
  });

  it('on the next bank day, if an ACH refund succeeds later than that', () => {
    const refund = { method: 'ach', acceptedAt: day('2026-12-01'), owedFrom: day('2026-12-10') } as const;
    expect(trustStepsDueAt(refund)).toBe('2026-12-11T22:00:00Z');
  });

  it('with a reminder the morning they are due, and an escalation the next bank day', () => {
    const owedFrom = day('2026-12-02');
    const due = trustStepsDueAt({ method: 'card', acceptedAt: owedFrom, owedFrom });
    expect(due).toBe('2026-12-04T22:00:00Z');
    for (const kind of ['trust_payment', 'trust_deposit', 'trust_transfer'] as const) {
      expect(remindersOf(kind, owedFrom, undefined, due)).toEqual([
        { at: '2026-12-04T14:00:00Z', kind: 'reminder', nth: 1 },
        { at: '2026-12-07T14:00:00Z', kind: 'escalation', nth: 1 },
      ]);
    }
  });

  it('never before they are owed, and the reminder always comes after they are', () => {
    const seconds = fc.integer({ min: Date.UTC(2020, 0, 1) / 1000, max: Date.UTC(2040, 0, 1) / 1000 });
    fc.assert(
      fc.property(seconds, fc.nat(30 * 86_400), fc.constantFrom('card', 'ach'), (accepted, later, method) => {
        const acceptedAt = new Date(accepted * 1000).toISOString();
        const owedFrom = new Date((accepted + later) * 1000).toISOString();
        const due = trustStepsDueAt({ method, acceptedAt, owedFrom });
        const times = [
          owedFrom,
          ...remindersOf('trust_payment', owedFrom, undefined, due).map(({ at }) => at),
        ];
        expect(Date.parse(due)).toBeGreaterThan(Date.parse(owedFrom));
        expect(times.map((at) => Date.parse(at))).toEqual(
          times.map((at) => Date.parse(at)).toSorted((a, b) => a - b),
        );
      }),
    );
  });
});
