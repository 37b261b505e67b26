// Why a refund needs a second person (B8, EL1, EL3): the firm's rule, or what is risky about this refund.
import { asksForApproval, type ApprovalPolicy } from './approval.ts';
import type { Money } from './money.ts';
import { isDrawnOnTrust, type DrawnLeg } from './payments.ts';

export const APPROVAL_REASONS = ['rule', 'drawn_on_trust', 'payer_is_not_client', 'ach_returnable'] as const;
/**
 * rule: the firm's; drawn_on_trust: its acceptance disburses trust money; payer_is_not_client: trust money would go to
 * somebody else than the client; ach_returnable: the bank may still take the payment back.
 */
export type ApprovalReason = (typeof APPROVAL_REASONS)[number];

export const RISKY_REFUNDS = ['approve', 'warn'] as const;
/** Whether a second person must approve what the preview warns of, or is only warned. */
export type RiskyRefunds = (typeof RISKY_REFUNDS)[number];

type Policy = ApprovalPolicy & {
  readonly riskyRefunds: RiskyRefunds;
  readonly stepUpOverAmount: Money | null;
};

export type RefundToApprove = {
  readonly amount: Money;
  readonly legs: readonly DrawnLeg[];
  readonly payerIsNotClient: boolean;
  /** An ACH payment that the client's bank may still return; none is known to be of a business. */
  readonly isReturnable: boolean;
};

/** Why a second person must approve the refund; empty if nobody has to. */
export function approvalReasons(policy: Policy, refund: RefundToApprove): ApprovalReason[] {
  const { amount, legs, payerIsNotClient, isReturnable } = refund;
  const isTrust = legs.some(({ account }) => account === 'trust');
  const isRisky = policy.riskyRefunds === 'approve';
  const isLarge = [policy.stepUpOverAmount, policy.approvalOverAmount].some(
    (over) => over !== null && amount > over,
  );
  const holds: Record<ApprovalReason, boolean> = {
    rule: asksForApproval(policy, refund),
    // Whatever the firm's rules: the approval is the written authorization (ADR 31).
    drawn_on_trust: legs.some(isDrawnOnTrust),
    payer_is_not_client: isRisky && isTrust && payerIsNotClient,
    ach_returnable: isRisky && isReturnable && (isTrust || isLarge),
  };
  return APPROVAL_REASONS.filter((reason) => holds[reason]);
}
