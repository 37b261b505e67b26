import type { RefundOutcome } from '@makewhole/domain/refund-states';

/** The labels of refund outcomes in reports, in stacking order, and how they are drawn. */
export const OUTCOME_LABELS = [
  { outcome: 'succeeded', label: 'Succeeded', fill: 'fill-positive', background: 'bg-positive' },
  { outcome: 'in_flight', label: 'In flight', fill: 'fill-info-ink', background: 'bg-info-ink' },
  { outcome: 'failed', label: 'Failed', fill: 'fill-danger-ink', background: 'bg-danger-ink' },
  {
    outcome: 'ended_before_money',
    label: 'Ended before money moved',
    fill: 'fill-line-strong',
    background: 'bg-line-strong',
  },
] as const satisfies readonly { outcome: RefundOutcome; label: string; fill: string; background: string }[];
