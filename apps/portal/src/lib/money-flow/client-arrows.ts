// The arrows to the client, and what goes wrong with them: the refund itself, what is paid another way after it failed,
// and what the bank takes back although the refund was paid.
import { isUnpaidEnd } from '@makewhole/domain/refund-states';
import { dateIn, formatStationDates } from '#lib/time/format.ts';
import type { FlowArrow, FlowPlace } from './flow-shape.ts';
import type { FlowFacts } from './flow-facts.ts';
import { ARROW_LABELS, due, on } from './flow-labels.ts';
import { everPosted, lastDayOf, standing } from './posted.ts';

export function clientArrows(facts: FlowFacts): FlowArrow[] {
  return [
    ...refundArrow(facts, 'operating'),
    ...refundArrow(facts, 'trust'),
    ...repaymentArrows(facts),
    ...lossArrows(facts),
  ];
}

const LEAVES = {
  operating: { step: 'operating_debit', account: 'operating_bank' },
  trust: { step: 'trust_disbursement', account: 'trust_bank' },
} as const;

function refundArrow(facts: FlowFacts, from: 'operating' | 'trust'): FlowArrow[] {
  const { legs, postings, status, expected } = facts;
  const { step, account } = LEAVES[from];
  const amount = legs
    .filter(({ drawnFrom }) => drawnFrom === from)
    .reduce((total, leg) => total + leg.amount, 0);
  if (amount === 0) return [];
  const arrow = { kind: 'refund', from, to: 'client', amount } as const;
  if (standing(postings, step, account) !== 0) {
    return [
      { ...arrow, state: 'posted', words: ARROW_LABELS.refund.posted, when: on(lastDayOf(postings, step)) },
    ];
  }
  if (everPosted(postings, step, account) !== 0) {
    const when = on(lastDayOf(postings, `undo_${step}`));
    return [{ ...arrow, state: 'undone', words: ARROW_LABELS.refund.undone, when }];
  }
  if (status !== null && isUnpaidEnd(status)) return [];
  const when = `expected ${formatStationDates(expected.earliest, expected.latest)}`;
  return [{ ...arrow, state: 'owed', words: ARROW_LABELS.refund.owed, when }];
}

/** After a failure the firm owes the client each part from the account that has it. */
function repaymentArrows({ refundId, legs, payment, timeZone }: FlowFacts): FlowArrow[] {
  const task = payment.tasks.find(
    ({ kind, subject, status }) => kind === 'repayment' && subject === refundId && status !== 'void',
  );
  if (task === undefined) return [];
  const isPaid = task.answer?.outcome === 'check' || task.answer?.outcome === 'transfer';
  if (task.status === 'done' && !isPaid) return [];
  const state = isPaid ? 'posted' : 'owed';
  const when = isPaid ? on(task.answer?.date ?? null) : due(dateIn(new Date(task.dueAt), timeZone));
  return legs.map(({ account: from, amount }) => ({
    ...({ kind: 'repayment', from, to: 'client', amount, state, when } as const),
    words: ARROW_LABELS.repayment[state],
  }));
}

/** What the bank took or may take from operating although the refund was paid: the client is paid twice. */
function lossArrows({ postings, payment, status, timeZone }: FlowFacts): FlowArrow[] {
  const between = { from: 'operating', to: 'client' } as const satisfies Record<string, FlowPlace>;
  const bounced = everPosted(postings, 'original_bounced', 'client_receivable');
  if (bounced !== 0) {
    const when = on(lastDayOf(postings, 'original_bounced'));
    const words = ARROW_LABELS.original_bounced.posted;
    return [{ ...between, kind: 'original_bounced', amount: bounced, state: 'posted', words, when }];
  }
  const isOpen = payment.disputed && payment.dispute?.status !== 'won' && payment.dispute?.status !== 'lost';
  if (!isOpen || status === null || isUnpaidEnd(status)) return [];
  const { amount, respondBy } = payment.dispute ?? { amount: null, respondBy: null };
  const when =
    respondBy === null ? null : `respond by ${formatStationDates(dateIn(new Date(respondBy), timeZone))}`;
  const words = ARROW_LABELS.disputed.risk;
  return [{ ...between, kind: 'disputed', amount: amount ?? payment.amount, state: 'risk', words, when }];
}
