// POST /v1/refunds and the voids, with Stripe's own refusals.
import { chargeObject, disputeObject, refundObject } from './objects.ts';
import {
  findPayment,
  idOf,
  newId,
  nowOf,
  refundedAmount,
  type Account,
  type DoublePayment,
  type DoubleRefund,
  type State,
} from './state.ts';

export type Reply = { readonly status: number; readonly body: object };

const DAY_S = 86_400;
const ACH_WINDOW_DAYS = 180;
const DISPUTE_FEE = 1_500;

export function replyError(
  status: number,
  error: { type?: string; code?: string; param?: string; message: string },
): Reply {
  return { status, body: { error: { type: 'invalid_request_error', ...error } } };
}

export function missing(what: string, id: string): Reply {
  return replyError(404, { code: 'resource_missing', param: 'id', message: `No such ${what}: '${id}'` });
}

export function createRefund(state: State, account: Account, form: URLSearchParams): Reply {
  const id = form.get('payment_intent') ?? form.get('charge') ?? '';
  const payment = findPayment(state, id);
  if (payment?.account !== account) return missing('payment_intent', id);
  const amount = Number(form.get('amount'));
  const refusal = whyNot(state, payment, amount);
  if (refusal !== null) return refusal;
  const metadata: Record<string, string> = {};
  for (const [name, value] of form) {
    const key = /^metadata\[(\w+)\]$/.exec(name)?.[1];
    if (key !== undefined) metadata[key] = value;
  }
  return { status: 200, body: refundObject(addRefund(state, payment, { amount, metadata })) };
}

export function addRefund(
  state: State,
  payment: DoublePayment,
  { amount, metadata }: Pick<DoubleRefund, 'amount' | 'metadata'>,
): DoubleRefund {
  const refund: DoubleRefund = {
    id: newId('re'),
    account: payment.account,
    payment,
    amount,
    metadata,
    created: nowOf(state),
    status: 'pending',
    pendingReason: 'processing',
    failureReason: null,
    trace: null,
    destination: 'pending',
  };
  state.refunds.push(refund);
  addEvent(state, payment, 'refund.created', refundObject(refund));
  addEvent(state, payment, 'charge.refunded', chargeObject(state, payment, []));
  return refund;
}

function whyNot(state: State, payment: DoublePayment, amount: number): Reply | null {
  if (payment.intentStatus === 'canceled' || !payment.captured) {
    const message =
      'This uncaptured Charge was created by a PaymentIntent. To release it, cancel the PaymentIntent.';
    return replyError(400, { message });
  }
  if (payment.disputes.some(({ isRefundable }) => !isRefundable)) {
    return replyError(400, {
      code: 'charge_disputed',
      message: `Charge ${payment.chargeId} has been charged back.`,
    });
  }
  const left = payment.amountCaptured - refundedAmount(state, payment);
  if (left === 0) {
    return replyError(400, {
      code: 'charge_already_refunded',
      message: `Charge ${payment.chargeId} has already been refunded.`,
    });
  }
  if (amount > left) {
    return replyError(400, {
      param: 'amount',
      message: `Refund amount is greater than unrefunded amount on charge.`,
    });
  }
  const isOld = nowOf(state) - payment.created > ACH_WINDOW_DAYS * DAY_S;
  if (payment.method === 'us_bank_account' && isOld) {
    return replyError(400, {
      code: 'charge_not_refundable',
      message: 'This charge is too old to be refunded.',
    });
  }
  if (payment.method === 'multibanco') {
    return replyError(400, {
      code: 'charge_not_refundable',
      message: 'This payment method cannot be refunded.',
    });
  }
  return null;
}

export function cancelIntent(state: State, payment: DoublePayment): Reply | null {
  if (payment.intentStatus !== 'requires_capture') {
    const message = `You cannot cancel this PaymentIntent because it has a status of ${payment.intentStatus}.`;
    return replyError(400, { code: 'payment_intent_unexpected_state', message });
  }
  payment.intentStatus = 'canceled';
  addEvent(state, payment, 'payment_intent.canceled', { object: 'payment_intent', id: idOf(payment) });
  return null;
}

export function addEvent(state: State, payment: DoublePayment, type: string, object: unknown): void {
  const made = { id: newId('evt'), account: payment.account, type, created: nowOf(state), object };
  const event = { ...made, paymentId: idOf(payment) };
  state.events.push(event);
  state.heard(event);
}

export type WantedDispute = {
  readonly reason: string;
  readonly isInquiry: boolean;
  /** Minor units; the whole payment where it is left out. */
  readonly amount?: number | undefined;
  readonly fee?: number | undefined;
};

export function addDispute(
  state: State,
  payment: DoublePayment,
  { reason, isInquiry, amount = payment.amountCaptured, fee = DISPUTE_FEE }: WantedDispute,
) {
  const dispute = {
    id: newId('du'),
    status: isInquiry
      ? 'warning_needs_response'
      : reason === 'insufficient_funds'
        ? 'lost'
        : 'needs_response',
    reason,
    amount,
    fee,
    isRefundable: isInquiry,
    created: nowOf(state),
  };
  payment.disputes.push(dispute);
  addEvent(state, payment, 'charge.dispute.created', disputeObject(payment, dispute));
}

/** The newest one that stands. @returns whether there is one */
export function closeDispute(state: State, payment: DoublePayment, outcome: 'won' | 'lost'): boolean {
  const dispute = payment.disputes.findLast(({ status }) => status !== 'won' && status !== 'lost');
  if (dispute === undefined) return false;
  const isInquiry = dispute.status.startsWith('warning_');
  Object.assign(dispute, {
    status: isInquiry ? 'warning_closed' : outcome,
    isRefundable: isInquiry || outcome === 'won',
  });
  addEvent(state, payment, 'charge.dispute.closed', disputeObject(payment, dispute));
  return true;
}
