import { describe, expect, it } from 'vitest';
import {
  REFUND_STATUSES,
  TRANSITIONS,
  UNPAID_ENDS,
  canDo,
  canTransition,
  isTerminal,
  statusesBefore,
  type RefundAction,
  type RefundStatus,
} from './refund-states.ts';

/** The drawing at the head of refund-states.ts, arrow by arrow. */
const ARROWS = [
  'requested > awaiting_approval',
  'requested > rejected',
  'requested > canceled',
  'requested > submitting',
  'awaiting_approval > declined',
  'awaiting_approval > rejected',
  'awaiting_approval > canceled',
  'awaiting_approval > submitting',
  'submitting > outcome_unknown',
  'submitting > processing',
  'submitting > failed',
  'outcome_unknown > submitting',
  'outcome_unknown > processing',
  'outcome_unknown > failed',
  'processing > succeeded',
  'processing > failed',
  'succeeded > failed',
];

const BEFORE: Record<RefundStatus, RefundStatus[]> = {
  requested: [],
  rejected: ['requested', 'awaiting_approval'],
  awaiting_approval: ['requested'],
  declined: ['awaiting_approval'],
  canceled: ['requested', 'awaiting_approval'],
  submitting: ['requested', 'awaiting_approval', 'outcome_unknown'],
  outcome_unknown: ['submitting'],
  processing: ['submitting', 'outcome_unknown'],
  succeeded: ['processing'],
  failed: ['submitting', 'outcome_unknown', 'processing', 'succeeded'],
};

const MAY: Record<RefundAction, RefundStatus[]> = {
  cancel: ['requested', 'awaiting_approval'],
  approve: ['awaiting_approval'],
  decline: ['awaiting_approval'],
  resolve: ['outcome_unknown'],
};
const REFUND_ACTIONS = ['cancel', 'approve', 'decline', 'resolve'] as const;

const PAIRS = REFUND_STATUSES.flatMap((from) => REFUND_STATUSES.map((to) => [from, to] as const));

function reachableFrom(start: RefundStatus): RefundStatus[] {
  const seen = new Set<RefundStatus>([start]);
  for (const status of seen) for (const next of TRANSITIONS[status]) seen.add(next);
  return REFUND_STATUSES.filter((status) => seen.has(status));
}

describe('the statuses of a refund', () => {
  it('are the ten of the product, in their order of life', () => {
    expect(REFUND_STATUSES).toEqual([
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
    ]);
  });

  it('each have their transitions, and no status appears twice among them', () => {
    expect(Object.keys(TRANSITIONS).sort()).toEqual([...REFUND_STATUSES].sort());
    for (const next of Object.values(TRANSITIONS)) expect(new Set(next).size).toBe(next.length);
  });

  it('follow one another as drawn, and in no other way', () => {
    const allowed = PAIRS.filter(([from, to]) => canTransition(from, to)).map(
      ([from, to]) => `${from} > ${to}`,
    );
    expect(allowed.sort()).toEqual([...ARROWS].sort());
  });

  it('are all reachable from the request', () => {
    expect(reachableFrom('requested')).toEqual(REFUND_STATUSES);
  });

  it('all lead to an end', () => {
    for (const status of REFUND_STATUSES) expect(reachableFrom(status).some(isTerminal)).toBe(true);
  });
});

describe('the ends of a refund', () => {
  it.each(REFUND_STATUSES.map((status) => [status, UNPAID_ENDS.some((end) => end === status)] as const))(
    '%s is left by nothing: %s',
    (status, isEnd) => {
      expect(TRANSITIONS[status].length === 0).toBe(isEnd);
      expect(isTerminal(status)).toBe(isEnd || status === 'succeeded');
    },
  );

  it('are left only when a refund that succeeded is returned (B6)', () => {
    const exits = PAIRS.filter(([from, to]) => isTerminal(from) && canTransition(from, to));
    expect(exits).toEqual([['succeeded', 'failed']]);
  });

  it('open the payment to a new refund unless the client has the money (R4)', () => {
    expect(UNPAID_ENDS).toEqual(['rejected', 'declined', 'canceled', 'failed']);
  });

  it('without money moved are out of reach once the processor may have been told', () => {
    const noMoneyMoved: RefundStatus[] = ['rejected', 'declined', 'canceled'];
    for (const status of ['submitting', 'outcome_unknown', 'processing', 'succeeded'] as const) {
      expect(reachableFrom(status).filter((end) => noMoneyMoved.includes(end))).toEqual([]);
    }
  });
});

describe('statusesBefore', () => {
  it.each(REFUND_STATUSES)('names every status that may become %s', (status) => {
    expect(statusesBefore(status)).toEqual(BEFORE[status]);
  });

  it('is the inverse of the transitions', () => {
    for (const [from, to] of PAIRS) {
      expect(statusesBefore(to).includes(from)).toBe(TRANSITIONS[from].includes(to));
      expect(canTransition(from, to)).toBe(TRANSITIONS[from].includes(to));
    }
  });
});

describe('canDo', () => {
  it.each(REFUND_ACTIONS.flatMap((action) => REFUND_STATUSES.map((status) => [action, status] as const)))(
    'answers for %s in %s',
    (action, status) => {
      expect(canDo(action, status)).toBe(MAY[action].includes(status));
    },
  );

  it('lets nobody cancel what is with the processor', () => {
    const cancelable = REFUND_STATUSES.filter((status) => canDo('cancel', status));
    expect(cancelable).toEqual(statusesBefore('canceled'));
  });
});
