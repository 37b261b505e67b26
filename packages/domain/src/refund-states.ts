// A refund's life as data, read by the screens, the API, the stores and the workflow alike.
//
//   requested ────► awaiting_approval ────► declined
//       ├────────────────┴──────► rejected, canceled     (from either)
//       ▼                                                (from either)
//   submitting ◄──► outcome_unknown
//       ├────────────────┤
//       ▼                │                               (from either)
//   processing ──────────┼──────► succeeded
//       └────────────────┴──────► failed ◄── succeeded   (returned later)
//
// Money may have moved from `submitting` on: nothing before it is ever compensated, nothing after it is canceled.

export const REFUND_STATUSES = [
  'requested',
  'rejected',
  'awaiting_approval',
  'declined',
  'canceled',
  'submitting',
  'outcome_unknown',
  'processing',
  'succeeded',
  'failed',
] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

/** Which status may follow which. A compare-and-set reads its `from` from this table, and a trigger enforces it. */
export const TRANSITIONS: Record<RefundStatus, readonly RefundStatus[]> = {
  requested: ['rejected', 'awaiting_approval', 'canceled', 'submitting'],
  awaiting_approval: ['declined', 'canceled', 'rejected', 'submitting'],
  submitting: ['outcome_unknown', 'processing', 'failed'],
  outcome_unknown: ['submitting', 'processing', 'failed'],
  processing: ['succeeded', 'failed'],
  succeeded: ['failed'],
  rejected: [],
  declined: [],
  canceled: [],
  failed: [],
};

/** What a person may do with a refund in each status; the server enforces it, and the screens draw it. */
export type RefundAction = 'cancel' | 'approve' | 'decline' | 'resolve';

const ACTIONS: Record<RefundAction, readonly RefundStatus[]> = {
  cancel: ['requested', 'awaiting_approval'],
  approve: ['awaiting_approval'],
  decline: ['awaiting_approval'],
  resolve: ['outcome_unknown'],
};

/** Statuses in which, once the refund is closed, the payment may be refunded again (R4). */
export const UNPAID_ENDS = ['rejected', 'declined', 'canceled', 'failed'] as const satisfies RefundStatus[];

export function isUnpaidEnd(status: RefundStatus): boolean {
  return UNPAID_ENDS.some((end) => end === status);
}

const TERMINAL: ReadonlySet<RefundStatus> = new Set([...UNPAID_ENDS, 'succeeded']);

export function isTerminal(status: RefundStatus): boolean {
  return TERMINAL.has(status);
}

export function canTransition(from: RefundStatus, to: RefundStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** The statuses that may become `to`: the `from` side of a compare-and-set. */
export function statusesBefore(to: RefundStatus): RefundStatus[] {
  return REFUND_STATUSES.filter((from) => canTransition(from, to));
}

export function canDo(action: RefundAction, status: RefundStatus): boolean {
  return ACTIONS[action].includes(status);
}

/** How refunds turned out, as reports count them: only what a status means for the client's money. */
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
