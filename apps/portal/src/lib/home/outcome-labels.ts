import type { RefundOutcome } from '@makewhole/domain/refund-states';

/** How reports call what became of refunds, in the order in which they are stacked, and what they are drawn with. */
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
