// The two-person rule (B8): which refunds of a firm a second person must approve.
import type { Money } from './money.ts';
import type { Leg } from './payments.ts';

export const APPROVAL_RULES = ['never', 'trust', 'over_amount', 'always'] as const;
/** trust: if any part of the payment went to trust; over_amount: if the refund exceeds an amount. */
export type ApprovalRule = (typeof APPROVAL_RULES)[number];

/** A firm's rule, with the amount of `over_amount` in minor units; null for the others. */
export type ApprovalPolicy = {
  readonly approvalRule: ApprovalRule;
  readonly approvalOverAmount: Money | null;
};

export const APPROVAL_DECISIONS = ['approve', 'decline'] as const;
export type ApprovalDecision = (typeof APPROVAL_DECISIONS)[number];

/** Why a refund was declined, in words for a person, by failure code. */
export const DECLINED_MESSAGES = {
  declined: 'A second person declined this refund.',
  approval_expired: 'Nobody approved this refund in time. Ask for it again.',
} as const;

/** Whether the firm's rule asks for a second person for a refund of this amount and these legs. */
export function asksForApproval(
  { approvalRule, approvalOverAmount }: ApprovalPolicy,
  { amount, legs }: { readonly amount: Money; readonly legs: readonly Leg[] },
): boolean {
  switch (approvalRule) {
    case 'never':
      return false;
    case 'trust':
      return legs.some(({ account }) => account === 'trust');
    case 'over_amount':
      // Without an amount, every refund needs approval.
      return approvalOverAmount === null || amount > approvalOverAmount;
    case 'always':
      return true;
  }
}
