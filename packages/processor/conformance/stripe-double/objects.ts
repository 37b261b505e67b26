// The double's records in Stripe's own shapes. What is not asked for by expand[] is only an ID, as at Stripe.
import {
  refundedAmount,
  refundsOf,
  type DoubleDispute,
  type DoubleEvent,
  type DoublePayment,
  type DoubleRefund,
  type State,
} from './state.ts';

const REFUNDS_EXPANDED_MAX = 10;

/** What lists go by. */
export type Listed = Readonly<Record<string, unknown>> & {
  readonly id: string | null;
  readonly created: number;
};

/** @param expand paths without the name of the object itself, such as latest_charge.refunds */
export function intentObject(state: State, payment: DoublePayment, expand: readonly string[]): Listed {
  const within = inside(expand, 'latest_charge');
  return {
    object: 'payment_intent',
    id: payment.intentId,
    amount: payment.amount,
    amount_received: payment.captured ? payment.amountCaptured : 0,
    currency: 'usd',
    created: payment.created,
    livemode: false,
    status: payment.intentStatus,
    description: 'Invoice 17',
    metadata: payment.metadata,
    customer: null,
    latest_charge: within === null ? payment.chargeId : chargeObject(state, payment, within),
  };
}

export function chargeObject(state: State, payment: DoublePayment, expand: readonly string[]): Listed {
  const refunds = refundsOf(state, payment).toReversed();
  const intentWithin = inside(expand, 'payment_intent');
  const booked = payment.availableOn;
  return {
    object: 'charge',
    id: payment.chargeId,
    amount: payment.amount,
    amount_captured: payment.captured ? payment.amountCaptured : 0,
    amount_refunded: refundedAmount(state, payment),
    captured: payment.captured,
    currency: 'usd',
    created: payment.created,
    disputed: payment.disputes.length > 0,
    livemode: false,
    status: payment.chargeStatus,
    description: 'Invoice 17',
    metadata: payment.intentId === null ? payment.metadata : {},
    billing_details: { name: payment.payerName, email: 'dana@example.com' },
    payment_method_details: { type: payment.method, [payment.method]: { last4: '4242' } },
    payment_intent:
      payment.intentId === null || intentWithin === null
        ? payment.intentId
        : intentObject(state, payment, intentWithin),
    balance_transaction: balanceOf(payment, booked, expand),
    ...(inside(expand, 'refunds') !== null && {
      refunds: {
        object: 'list',
        data: refunds.slice(0, REFUNDS_EXPANDED_MAX).map(refundObject),
        has_more: refunds.length > REFUNDS_EXPANDED_MAX,
      },
    }),
  };
}

function balanceOf(payment: DoublePayment, availableOn: number | null, expand: readonly string[]) {
  if (availableOn === null) return null;
  const id = `txn_${payment.chargeId}`;
  if (inside(expand, 'balance_transaction') === null) return id;
  return { object: 'balance_transaction', id, created: payment.created, available_on: availableOn };
}

export function refundObject(refund: DoubleRefund) {
  const isCard = refund.payment.method === 'card';
  const traced = {
    reference: refund.trace,
    reference_status: refund.trace === null ? 'pending' : 'available',
    reference_type: isCard ? 'acquirer_reference_number' : undefined,
  };
  return {
    object: 'refund',
    id: refund.id,
    amount: refund.amount,
    currency: 'usd',
    created: refund.created,
    charge: refund.payment.chargeId,
    payment_intent: refund.payment.intentId,
    metadata: refund.metadata,
    reason: 'requested_by_customer',
    status: refund.status,
    ...(refund.pendingReason !== null && { pending_reason: refund.pendingReason }),
    ...(refund.failureReason !== null && { failure_reason: refund.failureReason }),
    destination_details: isCard
      ? {
          type: 'card',
          card:
            refund.destination === 'reversal'
              ? { type: 'reversal' }
              : { type: refund.destination, ...traced },
        }
      : { type: 'us_bank_transfer', us_bank_transfer: traced },
  };
}

export function disputeObject(payment: DoublePayment, dispute: DoubleDispute) {
  return {
    object: 'dispute',
    id: dispute.id,
    amount: dispute.amount,
    currency: 'usd',
    created: dispute.created,
    charge: payment.chargeId,
    payment_intent: payment.intentId,
    status: dispute.status,
    reason: dispute.reason,
    is_charge_refundable: dispute.isRefundable,
    evidence_details: { due_by: dispute.created + 7 * 86_400 },
    balance_transactions: balanceOfDispute(dispute),
    livemode: false,
  };
}

/** The fee is given back with the money of a dispute that was won. */
function balanceOfDispute({ status, fee }: DoubleDispute): { readonly fee: number }[] {
  if (status.startsWith('warning_')) return [];
  return status === 'won' ? [{ fee }, { fee: -fee }] : [{ fee }];
}

export function eventObject({ id, type, created, object }: DoubleEvent) {
  return { object: 'event', id, type, created, livemode: false, data: { object } };
}

/** The paths below a field; null if the field is not expanded at all. */
function inside(expand: readonly string[], field: string): readonly string[] | null {
  const within = expand.filter((path) => path === field || path.startsWith(`${field}.`));
  return within.length === 0 ? null : within.map((path) => path.slice(field.length + 1)).filter(Boolean);
}
