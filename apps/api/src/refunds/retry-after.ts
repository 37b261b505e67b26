import type { RefundView } from '@makewhole/db/refunds/refund-view';
import type { RefundStatus } from '@makewhole/domain/refund-states';

/** Seconds to wait before polling again: short while machines work, long while banks or people do. */
const LOOK_AGAIN_SECONDS: Record<RefundStatus, number> = {
  requested: 1,
  submitting: 1,
  awaiting_approval: 60,
  outcome_unknown: 15,
  processing: 60,
  succeeded: 60,
  rejected: 1,
  declined: 1,
  canceled: 1,
  failed: 60,
};

/** The Retry-After header of a refund; none once it is closed. */
export function retryAfter({ status, closedAt }: RefundView): { 'retry-after'?: string } {
  return closedAt === null ? { 'retry-after': String(LOOK_AGAIN_SECONDS[status]) } : {};
}
