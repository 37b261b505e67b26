// What a conformance rig does to the double from outside: a payment's life, time, faults, and what was sent.
import { z } from 'zod';
import { armFault } from './faults.ts';
import { chargeObject, refundObject } from './objects.ts';
import { makePayout, payoutBody } from './payouts.ts';
import { addDispute, addEvent, addRefund, closeDispute } from './refunding.ts';
import {
  findPayment,
  newId,
  nowOf,
  refundsOf,
  type DoublePayment,
  type DoubleRefund,
  type State,
} from './state.ts';
import { openEndpoint, signedWebhook } from './webhook-endpoints.ts';

const DAY_S = 86_400;

const payBody = z.strictObject({
  /** Of the payment intent, if it must have a certain one. */
  id: z.string().optional(),
  account: z.string().default('main'),
  payerName: z.string().default('Dana Whitfield'),
  method: z.enum(['card', 'us_bank_account', 'multibanco']).default('card'),
  amount: z.number().int().positive().default(12_500),
  captured: z.number().int().nonnegative().nullable().default(null),
  daysAgo: z.number().nonnegative().default(3),
  availableInDays: z.number().default(-1),
  withIntent: z.boolean().default(true),
  metadata: z.record(z.string(), z.string()).default({}),
});

const disputeBody = z.strictObject({
  id: z.string(),
  reason: z.string().default('fraudulent'),
  isInquiry: z.boolean().default(false),
  amount: z.number().int().positive().optional(),
  fee: z.number().int().nonnegative().optional(),
});

const stepBody = z.strictObject({
  id: z.string(),
  step: z.string(),
  /** Only for a refund in one of these statuses. */
  from: z.array(z.string()).optional(),
  failureReason: z.string().optional(),
});

/** How a refund or a payment goes on. */
const REFUND_STEPS: Readonly<Record<string, (refund: DoubleRefund, failureReason: string) => void>> = {
  succeed: (refund) => {
    Object.assign(refund, { status: 'succeeded', pendingReason: null, destination: 'refund' });
  },
  fail: (refund, failureReason) => {
    Object.assign(refund, { status: 'failed', pendingReason: null, failureReason });
  },
  cancel: (refund) => {
    Object.assign(refund, { status: 'canceled', pendingReason: null });
  },
  require_action: (refund) => {
    Object.assign(refund, { status: 'requires_action', pendingReason: null });
  },
  new_status: (refund) => {
    Object.assign(refund, { status: 'teleporting', pendingReason: null });
  },
  short_of_funds: (refund) => {
    Object.assign(refund, { pendingReason: 'insufficient_funds' });
  },
  trace: (refund) => {
    Object.assign(refund, { trace: '74208473321000000000017' });
  },
  reverse: (refund) => {
    Object.assign(refund, { status: 'succeeded', pendingReason: null, destination: 'reversal' });
  },
};

const PAYMENT_STEPS: Readonly<Record<string, (state: State, payment: DoublePayment) => void>> = {
  dispute: (state, payment) => {
    addDispute(state, payment, { reason: 'fraudulent', isInquiry: false });
  },
  inquire: (state, payment) => {
    addDispute(state, payment, { reason: 'general', isInquiry: true });
  },
  return: (state, payment) => {
    addDispute(state, payment, { reason: 'insufficient_funds', isInquiry: false });
  },
  win: (state, payment) => {
    closeDispute(state, payment, 'won');
  },
  lapse: (state, payment) => {
    payment.intentStatus = 'canceled';
    addEvent(state, payment, 'charge.expired', chargeObject(state, payment, []));
  },
  refund_elsewhere: (state, payment) => {
    addRefund(state, payment, { amount: payment.amountCaptured, metadata: {} });
  },
};

export function control(state: State, path: string, body: unknown): unknown {
  switch (path) {
    case '/control/pay':
      return pay(state, payBody.parse(body));
    case '/control/step':
      return step(state, stepBody.parse(body));
    case '/control/payout':
      return makePayout(state, payoutBody.parse(body));
    case '/control/copied-reference': {
      const { id, metadata } = z
        .object({ id: z.string(), metadata: z.record(z.string(), z.string()) })
        .parse(body);
      const payment = paymentOf(state, id);
      return refundObject(addRefund(state, payment, { amount: payment.amountCaptured, metadata }));
    }
    case '/control/fault':
      armFault(state, body);
      return {};
    case '/control/dispute': {
      const { id, ...wanted } = disputeBody.parse(body);
      addDispute(state, paymentOf(state, id), wanted);
      return {};
    }
    case '/control/close-dispute': {
      const { id, outcome } = z
        .strictObject({ id: z.string(), outcome: z.enum(['won', 'lost']) })
        .parse(body);
      return { closed: closeDispute(state, paymentOf(state, id), outcome) };
    }
    case '/control/kill-key':
      state.deadKeys.add(z.strictObject({ key: z.string() }).parse(body).key);
      return {};
    case '/control/webhook-endpoint':
      openEndpoint(state, body);
      return {};
    case '/control/clock':
      state.offsetMs = z.object({ offsetMs: z.number() }).parse(body).offsetMs;
      return {};
    case '/control/forget-events':
      state.events = [];
      return {};
    case '/control/sent':
      return state.sent;
    case '/control/refunds':
      return refundsUnder(state, z.object({ id: z.string() }).parse(body).id).map(refundObject);
    case '/control/webhooks':
      return webhooks(state, z.object({ id: z.string(), secret: z.string() }).parse(body));
    default:
      throw new Error(`There is no ${path}`);
  }
}

function pay(state: State, wanted: z.infer<typeof payBody>) {
  const { id, account, method, amount, daysAgo, withIntent, metadata, payerName } = wanted;
  const known = id === undefined ? undefined : findPayment(state, id);
  if (known !== undefined) return { id, chargeId: known.chargeId };
  const captured = wanted.captured ?? amount;
  const payment: DoublePayment = {
    account,
    intentId: withIntent ? (id ?? newId('pi')) : null,
    chargeId: newId(method === 'card' ? 'ch' : 'py'),
    method,
    amount,
    amountCaptured: captured,
    captured: captured > 0,
    intentStatus: captured > 0 ? 'succeeded' : 'requires_capture',
    chargeStatus: 'succeeded',
    created: nowOf(state) - daysAgo * DAY_S,
    availableOn: captured > 0 ? nowOf(state) + wanted.availableInDays * DAY_S : null,
    metadata,
    payerName,
    disputes: [],
  };
  state.payments.push(payment);
  addEvent(state, payment, 'charge.succeeded', chargeObject(state, payment, []));
  return { id: payment.intentId ?? payment.chargeId, chargeId: payment.chargeId };
}

function step(state: State, wanted: z.infer<typeof stepBody>) {
  const { id, step: name, from, failureReason = 'expired_or_canceled_card' } = wanted;
  const payment = paymentOf(state, id);
  const onPayment = PAYMENT_STEPS[name];
  if (onPayment !== undefined) {
    onPayment(state, payment);
    return { done: true };
  }
  const refund = refundsOf(state, payment).at(-1);
  const onRefund = REFUND_STEPS[name];
  if (refund === undefined || onRefund === undefined) throw new Error(`${id} has nothing to ${name}`);
  if (from?.includes(refund.status) === false) return { done: false };
  onRefund(refund, failureReason);
  addEvent(
    state,
    payment,
    refund.status === 'failed' ? 'refund.failed' : 'refund.updated',
    refundObject(refund),
  );
  return { done: true };
}

/** The events of a payment as Stripe would post them now. */
function webhooks(state: State, { id, secret }: { readonly id: string; readonly secret: string }) {
  const payment = paymentOf(state, id);
  const paymentId = payment.intentId ?? payment.chargeId;
  return state.events
    .filter((event) => event.paymentId === paymentId)
    .map((event) => signedWebhook(event, secret));
}

/** None of an ID that no payment has. */
function refundsUnder(state: State, id: string): DoubleRefund[] {
  const payment = findPayment(state, id);
  return payment === undefined ? [] : refundsOf(state, payment);
}

function paymentOf(state: State, id: string): DoublePayment {
  const payment = findPayment(state, id);
  if (payment === undefined) throw new Error(`There is no payment ${id}`);
  return payment;
}
