// How refunds came out, as reports count them: what a status means for the client's money, no finer.
import type { RefundStatus } from './refund-states.ts';

export const REFUND_OUTCOMES = ['succeeded', 'in_flight', 'failed', 'ended_before_money'] as const;
/** ended_before_money: rejected, declined or canceled; nothing was ever sent. */
export type RefundOutcome = (typeof REFUND_OUTCOMES)[number];

export const OUTCOME_OF: Readonly<Record<RefundStatus, RefundOutcome>> = {
  requested: 'in_flight',
  awaiting_approval: 'in_flight',
  submitting: 'in_flight',
  outcome_unknown: 'in_flight',
  processing: 'in_flight',
  succeeded: 'succeeded',
  failed: 'failed',
  rejected: 'ended_before_money',
  declined: 'ended_before_money',
  canceled: 'ended_before_money',
};
