// The arrows between trust and operating: the trust part goes back to the client from operating, and trust pays it to the
// firm (R5); if the refund fails after that, operating gives it back to trust (B6).
import { isUnpaidEnd } from '@makewhole/domain/refund-states';
import { dateIn } from '#lib/time/format.ts';
import type { FlowArrow } from './flow-shape.ts';
import type { FlowFacts } from './flow-facts.ts';
import { ARROW_LABELS, due, on, owedFrom } from './flow-labels.ts';
import { everPosted, lastDayOf, standing } from './posted.ts';

export function trustArrows(facts: FlowFacts): FlowArrow[] {
  return [...paymentArrow(facts), ...restoreArrow(facts)];
}

function paymentArrow(facts: FlowFacts): FlowArrow[] {
  const { legs, postings, status } = facts;
  const amount = legs.find(
    ({ account, drawnFrom }) => account === 'trust' && drawnFrom === 'operating',
  )?.amount;
  if (amount === undefined) return [];
  const arrow = { kind: 'trust_payment', from: 'trust', to: 'operating', amount } as const;
  const left = -standing(postings, 'trust_payment', 'trust_bank');
  const arrived = standing(postings, 'trust_deposit', 'operating_bank');
  if (arrived !== 0) {
    const when = on(lastDayOf(postings, 'trust_deposit'));
    return [{ ...arrow, state: 'posted', words: ARROW_LABELS.trust_payment.posted, when }];
  }
  if (left !== 0) {
    const when = dueOf(facts, 'trust_deposit');
    return [{ ...arrow, state: 'moving', words: ARROW_LABELS.trust_payment.moving, when }];
  }
  if (everPosted(postings, 'trust_payment', 'trust_bank') !== 0) {
    const when = on(lastDayOf(postings, 'undo_trust_payment'));
    return [{ ...arrow, state: 'undone', words: ARROW_LABELS.trust_payment.undone, when }];
  }
  if ((status !== null && isUnpaidEnd(status)) || isGone(facts)) return [];
  const when = dueOf(facts, 'trust_payment') ?? owedFrom(facts.trustSteps);
  return [{ ...arrow, state: 'owed', words: ARROW_LABELS.trust_payment.owed, when }];
}

/** The trust money is not there any more: no step is owed. */
export function isGone({ postings, obligations }: FlowFacts): boolean {
  return (
    standing(postings, 'trust_money_gone', 'client_receivable') !== 0 ||
    obligations.some(({ kind, status }) => kind === 'trust_payment' && status === 'void')
  );
}

function restoreArrow(facts: FlowFacts): FlowArrow[] {
  const { postings, obligations, legs } = facts;
  const amount = legs.find(({ account }) => account === 'trust')?.amount;
  if (amount === undefined) return [];
  const arrow = { kind: 'trust_restore', from: 'operating', to: 'trust', amount } as const;
  if (standing(postings, 'trust_restore', 'trust_bank') !== 0) {
    const when = on(lastDayOf(postings, 'trust_restore'));
    return [{ ...arrow, state: 'posted', words: ARROW_LABELS.trust_restore.posted, when }];
  }
  const isOwed = obligations.some(({ kind, status }) => kind === 'trust_restore' && status === 'open');
  if (!isOwed) return [];
  return [
    { ...arrow, state: 'owed', words: ARROW_LABELS.trust_restore.owed, when: dueOf(facts, 'trust_restore') },
  ];
}

function dueOf({ obligations, timeZone }: FlowFacts, wanted: string): string | null {
  const task = obligations.find(({ kind, status }) => kind === wanted && status === 'open');
  return task === undefined ? null : due(dateIn(new Date(task.dueAt), timeZone));
}
