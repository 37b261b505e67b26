import { describe, expect, it } from 'vitest';
import { repaymentFault, type RepaymentAnswer } from './repayment.ts';

const CARD = { payerName: 'Dana Whitfield', method: 'card', settledAt: '2026-11-09T15:00:00Z' } as const;
const ACH = { ...CARD, method: 'ach' } as const;
const CHECK: RepaymentAnswer = { paidBy: 'check', reference: '1042', date: '2026-12-01' };
const LAST_DAY = '2027-01-11T23:00:00Z';
const DAY_AFTER = '2027-01-12T15:00:00Z';

describe('a client who is paid another way', () => {
  it('is the payer, or somebody whom the payer names in writing', () => {
    expect(repaymentFault({ ...CHECK, payee: '  dana  WHITFIELD ' }, CARD, LAST_DAY)).toBeNull();
    const other = { ...CHECK, payee: 'D. Whitfield Holdings' };
    expect(repaymentFault(other, CARD, LAST_DAY)).toEqual({ kind: 'direction_needed' });
    expect(repaymentFault({ ...other, evidenceId: 'ev_1' }, CARD, LAST_DAY)).toBeNull();
  });

  it('is not paid while the bank may return their ACH payment, without a reason', () => {
    for (const paidBy of ['check', 'transfer', 'state'] as const) {
      const answer = { ...CHECK, paidBy };
      expect(repaymentFault(answer, ACH, LAST_DAY)).toEqual({
        kind: 'still_returnable',
        until: '2027-01-11',
      });
      expect(repaymentFault(answer, ACH, DAY_AFTER)).toBeNull();
      expect(repaymentFault({ ...answer, earlyReason: 'The client is known' }, ACH, LAST_DAY)).toBeNull();
      expect(repaymentFault(answer, CARD, LAST_DAY)).toBeNull();
    }
  });

  it('may keep it as a credit, or owe it after all, at any time: no money leaves', () => {
    for (const paidBy of ['credit', 'owed'] as const) {
      expect(repaymentFault({ paidBy }, ACH, LAST_DAY)).toBeNull();
    }
  });
});
