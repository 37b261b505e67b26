import { describe, expect, it } from 'vitest';
import { needsApproval, type ApprovalPolicy } from './approval.ts';
import { money } from './money.ts';
import type { BankAccount } from './payments.ts';

const refundOf = (amount: number, ...accounts: BankAccount[]) => ({
  amount: money(amount),
  legs: accounts.map((account) => ({ account, amount: money(amount / accounts.length) })),
});
const policy = (
  approvalRule: ApprovalPolicy['approvalRule'],
  over: number | null = null,
): ApprovalPolicy => ({
  approvalRule,
  approvalOverAmount: over === null ? null : money(over),
});

describe('a second person must approve', () => {
  it('never, or always, whatever the refund', () => {
    const refunds = [refundOf(1, 'operating'), refundOf(9_999_999_98, 'operating', 'trust')];
    expect(refunds.map((refund) => needsApproval(policy('never'), refund))).toEqual([false, false]);
    expect(refunds.map((refund) => needsApproval(policy('always'), refund))).toEqual([true, true]);
  });

  it('trust money that is drawn on trust, whatever the rule: the approval authorizes the disbursement', () => {
    const amount = money(100);
    const drawn = (drawnFrom: BankAccount) => ({
      amount,
      legs: [{ account: 'trust', amount, drawnFrom } as const],
    });
    expect(needsApproval(policy('never'), drawn('trust'))).toBe(true);
    expect(needsApproval(policy('over_amount', 500_00), drawn('trust'))).toBe(true);
    expect(needsApproval(policy('never'), drawn('operating'))).toBe(false);
  });

  it('what touches trust, also in part', () => {
    expect(needsApproval(policy('trust'), refundOf(100, 'operating'))).toBe(false);
    expect(needsApproval(policy('trust'), refundOf(100, 'trust'))).toBe(true);
    expect(needsApproval(policy('trust'), refundOf(100, 'operating', 'trust'))).toBe(true);
  });

  it('what is of more than the amount, not what is of just that', () => {
    expect(needsApproval(policy('over_amount', 500_00), refundOf(500_00, 'trust'))).toBe(false);
    expect(needsApproval(policy('over_amount', 500_00), refundOf(500_01, 'operating'))).toBe(true);
    expect(needsApproval(policy('over_amount'), refundOf(1, 'operating'))).toBe(true);
  });
});
