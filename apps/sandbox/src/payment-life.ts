// A payment: authorized -> voided; captured -> settled -> returned (an ACH payment that bounced). Beside that a dispute
// opens, and is won or lost. Each step is one transaction with the event that tells the merchant, if there is one.
import { instant } from './clock.ts';
import type { Context } from './context.ts';
import { inTransaction } from './database.ts';
import { newId } from './ids.ts';
import { isDisputed, paymentAnswer, updatePayment, type PaymentRow } from './payments.ts';
import { refused, type Refusal } from './refusals.ts';

export type PaymentResult = { readonly kind: 'done'; readonly payment: PaymentRow } | Refusal;

/** Voids an authorization that was never captured; captured money is refunded, not voided. */
export function voidPayment(context: Context, payment: PaymentRow): PaymentResult {
  if (payment.status === 'voided') return refused('payment_voided', 'This authorization was voided already.');
  if (payment.status !== 'authorized') {
    return refused('payment_already_captured', 'This payment was captured: refund it instead.');
  }
  return step(context, { ...payment, status: 'voided', voided_at: context.clock.nowMs() });
}

/** The captured money reached the merchant. */
export function settlePayment(context: Context, payment: PaymentRow): PaymentResult {
  if (payment.status !== 'captured') {
    return refused('nothing_to_do', `This payment is ${payment.status}: only a captured one can settle.`);
  }
  return step(context, { ...payment, status: 'settled', settled_at: context.clock.nowMs() });
}

/** The payer's bank took an ACH payment back, even after it settled or was refunded. */
export function returnPayment(context: Context, payment: PaymentRow): PaymentResult {
  if (payment.facts.method !== 'ach') {
    return refused('nothing_to_do', 'Only an ACH payment is returned; a card payment is disputed.');
  }
  if (payment.status !== 'captured' && payment.status !== 'settled') {
    return refused('nothing_to_do', `This payment is ${payment.status}: there is nothing to return.`);
  }
  const returned: PaymentRow = { ...payment, status: 'returned', returned_at: context.clock.nowMs() };
  return step(context, returned, 'payment.returned');
}

/** How long the network gives to respond, unless the request says. */
const RESPOND_WITHIN_MS = 9 * 24 * 3_600_000;

export type DisputeFacts = {
  readonly reason?: string | undefined;
  readonly amount?: number | undefined;
  readonly respondBy?: string | undefined;
};

export function openDispute(
  context: Context,
  payment: PaymentRow,
  { reason = 'fraudulent', amount = payment.facts.amount, respondBy }: DisputeFacts = {},
): PaymentResult {
  if (isDisputed(payment)) return refused('nothing_to_do', 'This payment is disputed already.');
  if (payment.status !== 'captured' && payment.status !== 'settled') {
    return refused('nothing_to_do', `This payment is ${payment.status}: there is nothing to dispute.`);
  }
  const dispute = {
    id: newId('dp'),
    status: 'open',
    reason,
    amount,
    respondBy: respondBy ?? instant(context.clock.nowMs() + RESPOND_WITHIN_MS),
    openedAt: instant(context.clock.nowMs()),
    closedAt: null,
  } as const;
  return step(context, { ...payment, dispute }, 'payment.disputed');
}

/** Won: the payment stands. Lost: the payer has the money back, and the payment stays disputed. */
export function closeDispute(context: Context, payment: PaymentRow, outcome: 'won' | 'lost'): PaymentResult {
  if (payment.dispute?.status !== 'open') {
    return refused('nothing_to_do', 'This payment has no open dispute.');
  }
  const dispute = { ...payment.dispute, status: outcome, closedAt: instant(context.clock.nowMs()) };
  return step(context, { ...payment, dispute }, 'dispute.closed');
}

type PaymentEvent = 'payment.returned' | 'payment.disputed' | 'dispute.closed';

function step(context: Context, changed: PaymentRow, event?: PaymentEvent): PaymentResult {
  return inTransaction(context.database, () => {
    const payment = updatePayment(context, changed);
    if (event !== undefined)
      context.outbox.add(event, payment.id, { payment: paymentAnswer(context, payment) });
    return { kind: 'done', payment };
  });
}
