// The next thing that a person can do about a refund, as the button in its header. The API refuses what is not theirs;
// this only chooses what to offer.
import { maySettle, type ObligationKind, type TrustMove } from '@makewhole/domain/obligations';
import { canDo, isUnpaidEnd } from '@makewhole/domain/refund-states';
import type { Action } from '@makewhole/domain/roles';
import { stepBefore } from '@makewhole/domain/step-before';
import type { Obligation, PaymentDetail, Refund } from '#lib/api-types.ts';
import { refundFormUrl } from '#lib/payments/payment-url.ts';
import type { NextAct } from '#lib/ui/next-act.ts';
import { taskAnchor } from './task-anchor.ts';
import { authorizationOf } from './trust-authorization.ts';

type PaymentTask = Pick<
  PaymentDetail['tasks'][number],
  'id' | 'kind' | 'subject' | 'status' | 'authorization'
>;
type OpenTask = Pick<Obligation, 'id' | 'kind' | 'subject' | 'status'>;

type About = {
  readonly refund: Pick<Refund, 'id' | 'status' | 'closedAt' | 'transactionId' | 'trustMoves'> & {
    readonly obligations: readonly OpenTask[];
  };
  /** What is owed about its payment because of it, or of a dispute. */
  readonly paymentTasks: readonly PaymentTask[];
  readonly mayDo: (action: Action) => boolean;
  /** Whether the person requested it themselves: another must approve it. */
  readonly isOwn: boolean;
};

/** The anchor of the form that reports what the processor says of an unknown outcome. */
export const OUTCOME_ANCHOR = 'outcome';

/** What each task's button says; in the order in which they are offered, the most urgent first. */
const ACTS: Partial<Record<ObligationKind, string>> = {
  dispute: 'Respond to the dispute',
  approval: 'Review and approve',
  attention: 'See what needs attention',
  trust_restore: 'Record the transfer back to trust',
  trust_replenish: 'Replenish the trust account',
  repayment: 'Record how the client was paid',
  trace_missing: 'Find the refund for the client',
  invoice_decision: 'Decide about the invoice',
  trust_payment: 'Record the trust payment',
  trust_deposit: 'Record the deposit',
  trust_transfer: 'Record the bank transfer',
  unclaimed: 'Follow up the uncashed check',
  bank_match: 'Match the bank lines',
  reconciliation: 'Explain the difference',
};
const URGENCY = Object.keys(ACTS);

export function nextActOfRefund({ refund, paymentTasks, mayDo, isOwn }: About): NextAct | null {
  if (canDo('resolve', refund.status) && mayDo('refund.resolve')) {
    return { label: 'Report what the processor says', href: `#${OUTCOME_ANCHOR}`, isMain: true };
  }
  const open = [...refund.obligations.filter((task) => isTheirs(task, refund, isOwn)), ...paymentTasks]
    .filter((task) => task.status === 'open' && ACTS[task.kind] !== undefined)
    .filter((task) => maySettle(mayDo, task) || mayRecord(task, refund, mayDo))
    .toSorted((one, other) => URGENCY.indexOf(one.kind) - URGENCY.indexOf(other.kind));
  const [first] = open;
  if (first !== undefined) {
    return { label: ACTS[first.kind] ?? '', href: `#${taskAnchor(first.id)}`, isMain: true };
  }
  // R4: what was not paid out may be requested again, once the refund is closed.
  if (refund.closedAt !== null && isUnpaidEnd(refund.status) && mayDo('refund.request')) {
    return { label: 'Refund again', href: refundFormUrl(refund.transactionId), isMain: true };
  }
  return refund.status === 'succeeded'
    ? { label: 'Receipt', href: `/refunds/${refund.id}/receipt`, isMain: false }
    : null;
}

/** A person approves nothing of their own, and a step only follows the one before it. */
function isTheirs(task: OpenTask, { obligations }: About['refund'], isOwn: boolean): boolean {
  if (task.kind === 'approval') return !isOwn;
  const step = stepOf(task.kind);
  const before = step === null ? null : stepBefore(step);
  return (
    before === null || obligations.some(({ kind, status }) => kind === `trust_${before}` && status === 'done')
  );
}

/** Whether a lawyer authorized the step, so that others may record it. */
function mayRecord(task: OpenTask | PaymentTask, refund: About['refund'], mayDo: About['mayDo']): boolean {
  if (!mayDo('trust.record_authorized')) return false;
  if ('authorization' in task) return task.authorization !== null;
  return authorizationOf(refund, task.id) !== null;
}

const STEPS: Partial<Record<ObligationKind, TrustMove>> = {
  trust_payment: 'payment',
  trust_deposit: 'deposit',
  trust_transfer: 'transfer',
  trust_restore: 'restore',
};

function stepOf(kind: ObligationKind): TrustMove | null {
  return STEPS[kind] ?? null;
}
