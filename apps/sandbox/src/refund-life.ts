// A refund: pending -> succeeded (its time came) or failed (the network refused it); pending or succeeded -> returned
// (the receiving bank sent the money back). Each step is one transaction with the event that tells the merchant.
import { randomBytes } from 'node:crypto';
import { inTransaction } from './database.ts';
import type { Context } from './context.ts';
import { newId } from './ids.ts';
import {
  findPaymentAnywhere,
  isDisputed,
  refundedAmount,
  updatePayment,
  type PaymentRow,
} from './payments.ts';
import { refused, type Refusal } from './refusals.ts';
import { insertRefund, refundAnswer, refundsOfPayment, updateRefund, type RefundRow } from './refunds.ts';

export type RefundResult = { readonly kind: 'done'; readonly refund: RefundRow } | Refusal;

export type RefundRequest = {
  readonly payment: PaymentRow;
  /** Minor units; any part of what is left: refunding only in full (R4) is Makewhole's rule, not this processor's. */
  readonly amount: number;
  readonly currency: string;
  readonly origin: 'api' | 'dashboard';
  readonly reference: string | null;
  readonly idempotencyKey: string | null;
};

/** Makes a refund, or says why not: uncaptured, voided, returned, disputed, other currency, more than what is left. */
export function createRefund(context: Context, request: RefundRequest): RefundResult {
  const { payment } = request;
  const refusal = whyNotRefundable(context, request);
  if (refusal !== null) return refusal;
  const now = context.clock.nowMs();
  const refund: RefundRow = {
    id: newId('re'),
    payment_id: payment.id,
    account: payment.account,
    amount: request.amount,
    currency: request.currency,
    status: 'pending',
    origin: request.origin,
    reference: request.reference,
    idempotency_key: request.idempotencyKey,
    failure_code: null,
    created_at: now,
    settle_due_at: context.settleAfterMs === 0 ? null : now + context.settleAfterMs,
    succeeded_at: null,
    failed_at: null,
    returned_at: null,
    trace: null,
    traced_at: null,
  };
  inTransaction(context.database, () => {
    insertRefund(context, refund);
    announce(context, 'refund.created', refund);
  });
  return { kind: 'done', refund };
}

/** The client has it, with its trace number, unless that comes later or never. */
export function succeedRefund(context: Context, refund: RefundRow, traced = true): RefundRow {
  const now = context.clock.nowMs();
  return step(context, 'refund.succeeded', {
    ...refund,
    status: 'succeeded',
    succeeded_at: now,
    ...(traced && { trace: newTrace(context, refund), traced_at: now }),
  });
}

/** Reports the trace number of a refund that has none yet; the event is the same that told of the success. */
export function traceRefund(context: Context, refund: RefundRow): RefundRow {
  const trace = refund.trace ?? newTrace(context, refund);
  return step(context, 'refund.succeeded', { ...refund, trace, traced_at: context.clock.nowMs() });
}

/** 23 digits for a card's, 15 for an ACH's: networks number so. */
function newTrace(context: Context, { payment_id }: RefundRow): string {
  const method = findPaymentAnywhere(context, payment_id)?.facts.method;
  const digits = randomBytes(12).reduce((text, byte) => text + String(byte).padStart(2, '0').slice(-2), '');
  return method === 'card' ? `7${digits.slice(0, 22)}` : `0${digits.slice(0, 14)}`;
}

export function failRefund(context: Context, refund: RefundRow, code: string): RefundRow {
  return step(context, 'refund.failed', {
    ...refund,
    status: 'failed',
    failure_code: code,
    failed_at: context.clock.nowMs(),
  });
}

export function returnRefund(context: Context, refund: RefundRow, code: string): RefundRow {
  return step(context, 'refund.returned', {
    ...refund,
    status: 'returned',
    failure_code: code,
    returned_at: context.clock.nowMs(),
  });
}

/** The payment's newest refund in one of these states. */
export function newestRefund(
  context: Context,
  paymentId: string,
  statuses: readonly RefundRow['status'][],
): RefundRow | undefined {
  return refundsOfPayment(context, paymentId).findLast((refund) => statuses.includes(refund.status));
}

function whyNotRefundable(context: Context, { payment, amount, currency }: RefundRequest): Refusal | null {
  if (payment.status === 'voided') return refused('payment_voided', 'This authorization was voided.');
  if (payment.status === 'authorized') {
    return refused('payment_not_captured', 'This authorization was not captured: void it instead.');
  }
  if (payment.status === 'returned') return refused('payment_returned', 'The bank returned this payment.');
  if (isDisputed(payment)) return refused('payment_disputed', 'This payment is disputed.');
  if (currency !== payment.facts.currency) {
    return refused('currency_mismatch', `This payment is in ${payment.facts.currency}, not ${currency}.`);
  }
  const left = payment.facts.amount - refundedAmount(context, payment.id);
  // The worst company counts nothing: each send is a refund.
  if (left === 0 && !context.isKeyless) return refused('already_refunded', 'This payment was refunded already.');
  if (amount > (context.isKeyless ? payment.facts.amount : left)) {
    return refused('amount_exceeds_remaining', `Only ${left} of this payment is left to refund.`);
  }
  return null;
}

type RefundEvent = 'refund.created' | 'refund.succeeded' | 'refund.failed' | 'refund.returned';

function step(context: Context, event: RefundEvent, refund: RefundRow): RefundRow {
  inTransaction(context.database, () => {
    updateRefund(context, refund);
    announce(context, event, refund);
  });
  return refund;
}

function announce(context: Context, event: RefundEvent, refund: RefundRow): void {
  const payment = findPaymentAnywhere(context, refund.payment_id);
  if (payment === undefined) throw new Error(`refund ${refund.id} has no payment`);
  updatePayment(context, payment); // what is left of it changed
  context.outbox.add(event, refund.payment_id, { refund: refundAnswer(refund) });
}
