import { describe, expect, it } from 'vitest';
import { approvalReasons, type RefundToApprove } from './approval-reasons.ts';
import { money } from './money.ts';
import type { BankAccount } from './payments.ts';

const POLICY = {
  approvalRule: 'never',
  approvalOverAmount: null,
  stepUpOverAmount: null,
  riskyRefunds: 'approve',
} as const;

function refundOf(account: BankAccount, changes: Partial<RefundToApprove> = {}): RefundToApprove {
  const amount = money(1_250_00);
  const plain = { payerIsNotClient: false, isReturnable: false };
  return { amount, legs: [{ account, amount, drawnFrom: 'operating' }], ...plain, ...changes };
}

describe('a second person must approve', () => {
  it('what the firm says, and nothing else of an ordinary refund', () => {
    expect(approvalReasons(POLICY, refundOf('trust'))).toEqual([]);
    expect(approvalReasons({ ...POLICY, approvalRule: 'trust' }, refundOf('trust'))).toEqual(['rule']);
  });

  it('trust money that would go to somebody else than the client', () => {
    const other = { payerIsNotClient: true };
    expect(approvalReasons(POLICY, refundOf('trust', other))).toEqual(['payer_is_not_client']);
    expect(approvalReasons(POLICY, refundOf('operating', other))).toEqual([]);
  });

  it("an ACH payment that can still come back: trust money, or more than the firm's amounts", () => {
    const returnable = { isReturnable: true };
    const over = (amount: number) => money(amount);
    expect(approvalReasons(POLICY, refundOf('trust', returnable))).toEqual(['ach_returnable']);
    expect(approvalReasons(POLICY, refundOf('operating', returnable))).toEqual([]);
    const stepUp = (amount: number) => ({ ...POLICY, stepUpOverAmount: over(amount) });
    expect(approvalReasons(stepUp(1_249_99), refundOf('operating', returnable))).toEqual(['ach_returnable']);
    expect(approvalReasons(stepUp(1_250_00), refundOf('operating', returnable))).toEqual([]);
    const rule = { ...POLICY, approvalRule: 'over_amount', approvalOverAmount: over(1_000_00) } as const;
    expect(approvalReasons(rule, refundOf('operating', returnable))).toEqual(['rule', 'ach_returnable']);
  });

  it('neither where the firm wants to be warned only', () => {
    const risky = refundOf('trust', { payerIsNotClient: true, isReturnable: true });
    expect(approvalReasons({ ...POLICY, riskyRefunds: 'warn' }, risky)).toEqual([]);
    expect(approvalReasons(POLICY, risky)).toEqual(['payer_is_not_client', 'ach_returnable']);
  });

  it('what is drawn on trust, whatever the firm wants', () => {
    const amount = money(100);
    const legs = [{ account: 'trust', amount, drawnFrom: 'trust' }] as const;
    expect(approvalReasons({ ...POLICY, riskyRefunds: 'warn' }, refundOf('trust', { legs }))).toEqual([
      'drawn_on_trust',
    ]);
  });
});
