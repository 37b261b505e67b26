// The steps of a payment's and a refund's life that networks, banks and time trigger at a real payment processor.
import { Hono } from 'hono';
import { z } from 'zod';
import type { Alarm } from './alarm.ts';
import { minorUnits } from './amounts.ts';
import type { Context } from './context.ts';
import { readBody, send, sendRefusal, type Env } from './http.ts';
import {
  closeDispute,
  openDispute,
  returnPayment,
  settlePayment,
  type PaymentResult,
} from './payment-life.ts';
import { findPaymentAnywhere, paymentAnswer, refundedAmount, type PaymentRow } from './payments.ts';
import {
  createRefund,
  failRefund,
  newestRefund,
  returnRefund,
  succeedRefund,
  traceRefund,
} from './refund-life.ts';
import { refundAnswer, type RefundRow } from './refunds.ts';
import { answer, PAYMENT_NOT_FOUND, refused, type Refusal } from './refusals.ts';

type StepResult = { readonly kind: 'done'; readonly value: object } | Refusal;

const transactionId = z.string().min(1);
const code = z.string().min(1).max(100).default('account_closed');

/** The firm's bank account that the bank takes the money from, if the processor says it. */
const debitedFrom = z.enum(['operating', 'trust']).optional();

/** traced: false for a refund whose trace number is not known yet. */
const settleBody = z.strictObject({ transactionId, traced: z.boolean().optional() });
const traceBody = z.strictObject({ transactionId });
const failBody = z.strictObject({ transactionId, code });
const returnBody = z.strictObject({
  transactionId,
  target: z.enum(['refund', 'payment']),
  code,
  debitedFrom,
});
const disputeBody = z.strictObject({
  transactionId,
  reason: z.string().max(100).optional(),
  amount: z.int().positive().optional(),
  fee: z.int().nonnegative().optional(),
  kind: z.enum(['inquiry', 'chargeback']).optional(),
  debitedFrom,
  respondBy: z.iso.datetime().optional(),
});
const disputeCloseBody = z.strictObject({ transactionId, outcome: z.enum(['won', 'lost']) });
/** Without an amount: all that is left. With a reference: as if a request of the merchant's had been sent again. */
const refundBody = z.strictObject({
  transactionId,
  amount: minorUnits.optional(),
  reference: z.string().min(1).optional(),
});

export function stepRoutes(context: Context, settlement: Alarm): Hono<Env> {
  const routes = new Hono<Env>();

  const step = <Body extends { transactionId: string }>(
    path: string,
    shape: z.ZodType<Body>,
    take: (payment: PaymentRow, body: Body) => StepResult,
  ) =>
    routes.post(path, async (c) => {
      const body = await readBody(c, shape);
      if (body.kind === 'refused') return sendRefusal(c, body);
      const payment = findPaymentAnywhere(context, body.value.transactionId);
      if (payment === undefined) return sendRefusal(c, PAYMENT_NOT_FOUND);
      const result = take(payment, body.value);
      settlement.ring();
      return result.kind === 'refused' ? sendRefusal(c, result) : send(c, answer(200, result.value));
    });

  /** The pending refund succeeds; without one, the captured payment settles. */
  step('/settle', settleBody, (payment, { traced }) => {
    const refund = newestRefund(context, payment.id, ['pending']);
    return refund === undefined
      ? paymentStep(context, settlePayment(context, payment))
      : refundStep(succeedRefund(context, refund, traced));
  });
  step('/trace', traceBody, (payment) => {
    const refund = newestRefund(context, payment.id, ['succeeded']);
    return refund === undefined ? nothing('succeeded') : refundStep(traceRefund(context, refund));
  });
  step('/fail', failBody, (payment, body) => {
    const refund = newestRefund(context, payment.id, ['pending']);
    return refund === undefined ? nothing('pending') : refundStep(failRefund(context, refund, body.code));
  });
  step('/return', returnBody, (payment, body) => {
    if (body.target === 'payment') {
      const facts = { code: body.code, debitedFrom: body.debitedFrom ?? null };
      return paymentStep(context, returnPayment(context, payment, facts));
    }
    const refund = newestRefund(context, payment.id, ['pending', 'succeeded']);
    return refund === undefined
      ? nothing('pending or succeeded')
      : refundStep(returnRefund(context, refund, body.code));
  });
  step('/dispute', disputeBody, (payment, { transactionId: _id, ...facts }) =>
    paymentStep(context, openDispute(context, payment, facts)),
  );
  step('/dispute-close', disputeCloseBody, (payment, body) =>
    paymentStep(context, closeDispute(context, payment, body.outcome)),
  );
  /** A refund made in the processor's own dashboard, without the merchant's systems. */
  step('/refund', refundBody, (payment, body) => {
    const result = createRefund(context, {
      payment,
      amount: body.amount ?? payment.facts.amount - refundedAmount(context, payment.id),
      currency: payment.facts.currency,
      origin: 'dashboard',
      reference: body.reference ?? null,
      idempotencyKey: null,
    });
    return result.kind === 'refused' ? result : refundStep(result.refund);
  });

  return routes;
}

function refundStep(refund: RefundRow): StepResult {
  return { kind: 'done', value: { refund: refundAnswer(refund) } };
}

function paymentStep(context: Context, result: PaymentResult): StepResult {
  if (result.kind === 'refused') return result;
  return { kind: 'done', value: { payment: paymentAnswer(context, result.payment) } };
}

function nothing(status: string): Refusal {
  return refused('nothing_to_do', `This payment has no refund that is ${status}.`);
}
