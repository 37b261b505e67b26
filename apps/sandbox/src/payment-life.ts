// A payment: authorized -> voided; captured -> settled -> returned (an ACH payment that bounced). Beside that a dispute
// opens, and is won or lost. Each step is one transaction with the event that tells the merchant, if there is one.
import { instant } from './clock.ts';
import type { Context } from './context.ts';
import { inTransaction } from './database.ts';
import { newId } from './ids.ts';
import { isDisputed, paymentAnswer, updatePayment, type PaymentRow, type ReturnFacts } from './payments.ts';
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
export function returnPayment(
  context: Context,
  payment: PaymentRow,
  facts: ReturnFacts = { code: null, debitedFrom: null },
): PaymentResult {
  if (payment.facts.method !== 'ach') {
    return refused('nothing_to_do', 'Only an ACH payment is returned; a card payment is disputed.');
  }
  if (payment.status !== 'captured' && payment.status !== 'settled') {
    return refused('nothing_to_do', `This payment is ${payment.status}: there is nothing to return.`);
  }
  const at = { returned_at: context.clock.nowMs(), return_facts: facts };
  const returned: PaymentRow = { ...payment, ...at, status: 'returned' };
  return step(context, returned, 'payment.returned');
}

/** How long the network gives to respond, unless the request says. */
const RESPOND_WITHIN_MS = 9 * 24 * 3_600_000;

/** What the processor charges for a chargeback, unless the request says; an inquiry is free. */
const DISPUTE_FEE = 15_00;

export type DisputeFacts = {
  readonly reason?: string | undefined;
  readonly amount?: number | undefined;
  readonly fee?: number | undefined;
  readonly kind?: 'inquiry' | 'chargeback' | undefined;
  readonly debitedFrom?: 'operating' | 'trust' | undefined;
  readonly respondBy?: string | undefined;
};

export function openDispute(
  context: Context,
  payment: PaymentRow,
  {
    reason = 'fraudulent',
    amount = payment.facts.amount,
    kind = 'chargeback',
    fee = kind === 'chargeback' ? DISPUTE_FEE : 0,
    debitedFrom,
    respondBy,
  }: DisputeFacts = {},
): PaymentResult {
  if (amount === 0)
    return refused('nothing_to_do', 'This payment is of nothing: there is nothing to dispute.');
  const inquiry = payment.dispute?.status === 'open' && payment.dispute.kind === 'inquiry';
  const grows = inquiry && kind === 'chargeback';
  if (isDisputed(payment) && !grows) return refused('nothing_to_do', 'This payment is disputed already.');
  if (payment.status !== 'captured' && payment.status !== 'settled') {
    return refused('nothing_to_do', `This payment is ${payment.status}: there is nothing to dispute.`);
  }
  const dispute = {
    // A chargeback that an inquiry becomes is the same dispute.
    id: grows && payment.dispute !== null ? payment.dispute.id : newId('dp'),
    status: 'open',
    reason,
    amount,
    ...{ fee, kind },
    ...(debitedFrom !== undefined && { debitedFrom }),
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
    const told = event ?? (context.isKeyless ? 'payment.updated' : undefined);
    if (told !== undefined) {
      context.outbox.add(told, payment.id, { payment: paymentAnswer(context, payment) });
    }
    return { kind: 'done', payment };
  });
}
