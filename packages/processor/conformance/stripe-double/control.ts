// What a conformance rig does to the double from outside: a payment's life, time, faults, and what was sent.
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { chargeObject, eventObject, refundObject } from './objects.ts';
import { makePayout, payoutBody } from './payouts.ts';
import { addDispute, addEvent, addRefund } from './refunding.ts';
import {
  findPayment,
  newId,
  nowOf,
  refundsOf,
  type DoublePayment,
  type DoubleRefund,
  type State,
} from './state.ts';

const DAY_S = 86_400;

const payBody = z.strictObject({
  account: z.enum(['main', 'other']).default('main'),
  method: z.enum(['card', 'us_bank_account', 'multibanco']).default('card'),
  amount: z.number().int().positive().default(12_500),
  captured: z.number().int().nonnegative().nullable().default(null),
  daysAgo: z.number().nonnegative().default(3),
  availableInDays: z.number().default(-1),
  withIntent: z.boolean().default(true),
  metadata: z.record(z.string(), z.string()).default({}),
});

/** How a refund or a payment goes on. */
const REFUND_STEPS: Readonly<Record<string, (refund: DoubleRefund) => void>> = {
  succeed: (refund) => {
    Object.assign(refund, { status: 'succeeded', pendingReason: null, destination: 'refund' });
  },
  fail: (refund) => {
    Object.assign(refund, {
      status: 'failed',
      pendingReason: null,
      failureReason: 'expired_or_canceled_card',
    });
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
  win: (_, payment) => {
    if (payment.dispute !== null) Object.assign(payment.dispute, { status: 'won', isRefundable: true });
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
      return step(state, z.strictObject({ id: z.string(), step: z.string() }).parse(body));
    case '/control/payout':
      return makePayout(state, payoutBody.parse(body));
    case '/control/copied-reference': {
      const { id, metadata } = z
        .object({ id: z.string(), metadata: z.record(z.string(), z.string()) })
        .parse(body);
      const payment = paymentOf(state, id);
      return refundObject(addRefund(state, payment, { amount: payment.amountCaptured, metadata }));
    }
    case '/control/fault': {
      const fault = z.object({
        kind: z.string(),
        on: z.enum(['send', 'lookup']),
        times: z.number().default(1),
      });
      const { kind, on, times } = fault.parse(body);
      state.faults = times === 0 ? [] : [...state.faults, { kind, on, left: times }];
      return {};
    }
    case '/control/clock':
      state.offsetMs = z.object({ offsetMs: z.number() }).parse(body).offsetMs;
      return {};
    case '/control/forget-events':
      state.events = [];
      return {};
    case '/control/sent':
      return state.sent;
    case '/control/refunds':
      return refundsOf(state, paymentOf(state, z.object({ id: z.string() }).parse(body).id)).map(
        refundObject,
      );
    case '/control/webhooks':
      return webhooks(state, z.object({ id: z.string(), secret: z.string() }).parse(body));
    default:
      throw new Error(`There is no ${path}`);
  }
}

function pay(state: State, wanted: z.infer<typeof payBody>) {
  const { account, method, amount, daysAgo, withIntent, metadata } = wanted;
  const captured = wanted.captured ?? amount;
  const payment: DoublePayment = {
    account,
    intentId: withIntent ? newId('pi') : null,
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
    dispute: null,
  };
  state.payments.push(payment);
  addEvent(state, payment, 'charge.succeeded', chargeObject(state, payment, []));
  return { id: payment.intentId ?? payment.chargeId, chargeId: payment.chargeId };
}

function step(state: State, { id, step: name }: { readonly id: string; readonly step: string }) {
  const payment = paymentOf(state, id);
  const onPayment = PAYMENT_STEPS[name];
  if (onPayment !== undefined) {
    onPayment(state, payment);
    return {};
  }
  const refund = refundsOf(state, payment).at(-1);
  const onRefund = REFUND_STEPS[name];
  if (refund === undefined || onRefund === undefined) throw new Error(`${id} has nothing to ${name}`);
  onRefund(refund);
  addEvent(
    state,
    payment,
    refund.status === 'failed' ? 'refund.failed' : 'refund.updated',
    refundObject(refund),
  );
  return {};
}

/** The events of a payment as Stripe would post them now. */
function webhooks(state: State, { id, secret }: { readonly id: string; readonly secret: string }) {
  const payment = paymentOf(state, id);
  const paymentId = payment.intentId ?? payment.chargeId;
  return state.events
    .filter((event) => event.paymentId === paymentId)
    .map((event) => {
      const body = JSON.stringify(eventObject(event));
      const t = Math.floor(Date.now() / 1000);
      const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
      return { headers: { 'stripe-signature': `t=${t},v1=${v1}` }, body };
    });
}

function paymentOf(state: State, id: string): DoublePayment {
  const payment = findPayment(state, id);
  if (payment === undefined) throw new Error(`There is no payment ${id}`);
  return payment;
}
