import { describe, expect, it } from 'vitest';
import { asksForApproval, type ApprovalPolicy } from './approval.ts';
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
    expect(refunds.map((refund) => asksForApproval(policy('never'), refund))).toEqual([false, false]);
    expect(refunds.map((refund) => asksForApproval(policy('always'), refund))).toEqual([true, true]);
  });

  it('what touches trust, also in part', () => {
    expect(asksForApproval(policy('trust'), refundOf(100, 'operating'))).toBe(false);
    expect(asksForApproval(policy('trust'), refundOf(100, 'trust'))).toBe(true);
    expect(asksForApproval(policy('trust'), refundOf(100, 'operating', 'trust'))).toBe(true);
  });

  it('what is of more than the amount, not what is of just that', () => {
    expect(asksForApproval(policy('over_amount', 500_00), refundOf(500_00, 'trust'))).toBe(false);
    expect(asksForApproval(policy('over_amount', 500_00), refundOf(500_01, 'operating'))).toBe(true);
    expect(asksForApproval(policy('over_amount'), refundOf(1, 'operating'))).toBe(true);
  });
});
