// The two-person rule (B8): which refunds of a firm a second person must approve.
import type { Money } from './money.ts';
import type { BankAccount, Leg } from './payments.ts';

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

/** A leg, and the kind of account that pays it back. */
type DrawnLeg = Leg & { readonly drawnFrom?: BankAccount };

/**
 * Whether a second person must approve a refund of this amount and these legs. If trust money leaves the trust account
 * at the processor's acceptance, a lawyer must, whatever the rule: the approval is the written authorization (ADR 31).
 */
export function needsApproval(
  { approvalRule, approvalOverAmount }: ApprovalPolicy,
  { amount, legs }: { readonly amount: Money; readonly legs: readonly DrawnLeg[] },
): boolean {
  if (legs.some(({ account, drawnFrom }) => account === 'trust' && drawnFrom === 'trust')) return true;
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
