import { movesMoney } from '@makewhole/domain/processor-record';
import type {
  PaymentProcessor,
  ProcessorPayment,
  RefundAnswer,
  RefundLookupAnswer,
  RefundRequest,
  RefundsAnswer,
  RefundsLookup,
  SendRefused,
  VoidAnswer,
  VoidRequest,
} from '../port.ts';
import { bodyOf, isMissing, notDone, unavailable, unknown, type NotDone } from './answers.ts';
import { listChanges } from './changes.ts';
import { assemble, findPayment, INTENT_PARTS, listRefundsOf, type Stripe } from './find-payment.ts';
import { listCreatedPayments, listCreatedRefunds } from './lists.ts';
import { readRefund, REFERENCE_KEY } from './refund.ts';
import { canBeId, get, post, type Parameters } from './request.ts';
import { REFUND_WINDOW_DAYS } from './refund-window.ts';
import { wireIntent } from './wire.ts';

/**
 * Stripe behind the port, for a firm's own key. Never throws for anything the network or Stripe can do. An answer about
 * another object than the one asked for counts as no answer (R1).
 */
export function createStripeProcessor(stripe: Stripe): PaymentProcessor {
  return {
    getPayment: ({ transactionId }) => findPayment(stripe, transactionId),
    refund: (request) => refund(stripe, request),
    findRefunds: (request) => findRefunds(stripe, request),
    getRefund: ({ refundId }) => getRefund(stripe, refundId),
    listCreatedPayments: (request) => listCreatedPayments(stripe, request),
    listCreatedRefunds: (request) => listCreatedRefunds(stripe, request),
    listChanges: (request) => listChanges(stripe, request),
    voidAuthorization: (request) => voidIntent(stripe, request),
  };
}

/** The same bytes at every send: with other content, the key would be refused. */
async function refund(stripe: Stripe, request: RefundRequest): Promise<RefundAnswer> {
  const { transactionId, amount, currency, idempotencyKey, reference, timeoutMs } = request;
  if (!canBeId(transactionId)) return NO_SUCH_PAYMENT;
  // Stripe refunds in the currency of the payment, without asking which one is meant.
  if (currency !== 'USD')
    return { kind: 'refused', code: 'currency_mismatch', message: 'Only USD is refunded.' };
  const form: Parameters = [
    [transactionId.startsWith('pi_') ? 'payment_intent' : 'charge', transactionId],
    ['amount', String(amount)],
    ['reason', 'requested_by_customer'],
    [`metadata[${REFERENCE_KEY}]`, reference],
  ];
  const answer = await post(stripe.server, '/v1/refunds', { idempotencyKey, timeoutMs, form });
  const body = bodyOf(answer);
  if (body === undefined) {
    const reason = notDone(answer);
    return reason.kind === 'read_payment' ? refusedRefund(stripe, request, reason) : reason;
  }
  const made = readRefund(body, stripe.account);
  if ('kind' in made) return unknown('unreadable_answer', `answered with a refund of which ${made.fault}`);
  const isAsked = made.transactionId === transactionId && made.reference === reference;
  return isAsked
    ? { kind: 'accepted', refund: made }
    : unknown('unreadable_answer', 'answered about another refund than the one asked for');
}

const NO_SUCH_PAYMENT: SendRefused = {
  kind: 'refused',
  code: 'payment_not_found',
  message: 'No payment can have this ID.',
};

type Ambiguous = Extract<NotDone, { kind: 'read_payment' }>;

/** Their words say that it is refused, and not why in a form that a program can read: the payment itself does. */
async function refusedRefund(
  stripe: Stripe,
  { transactionId, amount }: RefundRequest,
  { message, otherwise }: Ambiguous,
): Promise<SendRefused> {
  const answer = await findPayment(stripe, transactionId);
  const said = answer.kind === 'found' ? whyNotRefundable(answer.payment, amount, stripe.now()) : null;
  return { kind: 'refused', code: said ?? otherwise, message };
}

function whyNotRefundable(payment: ProcessorPayment, amount: number, now: Date): SendRefused['code'] | null {
  const { status, disputed, refundedAmount, method } = payment;
  if (status === 'authorized' || status === 'pending' || status === 'failed') return 'not_captured';
  if (status === 'voided') return 'voided';
  if (status === 'returned') return 'payment_returned';
  if (disputed) return 'disputed';
  if (refundedAmount >= payment.amount) return 'already_refunded';
  if (amount > payment.amount - refundedAmount) return 'amount_exceeds_remaining';
  if (method === 'other') return 'method_unsupported';
  const days = REFUND_WINDOW_DAYS[method];
  const isOver = days !== null && now.getTime() - Date.parse(payment.createdAt) > days * DAY_MS;
  return isOver ? 'window_over' : null;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** They cannot search by metadata: the refunds of the payment are all that could be ours. */
async function findRefunds(
  stripe: Stripe,
  { transactionId, reference }: RefundsLookup,
): Promise<RefundsAnswer> {
  if (!canBeId(transactionId)) return { kind: 'found', refunds: [] };
  const all = await listRefundsOf(stripe, transactionId);
  if ('kind' in all) return all;
  if (reference === null) return { kind: 'found', refunds: all };
  return { kind: 'found', refunds: all.filter((one) => one.reference === reference) };
}

async function getRefund(stripe: Stripe, refundId: string): Promise<RefundLookupAnswer> {
  if (!canBeId(refundId)) return { kind: 'not_found' };
  const answer = await get(stripe.server, `/v1/refunds/${refundId}`);
  if (isMissing(answer)) return { kind: 'not_found' };
  const body = bodyOf(answer);
  if (body === undefined) return unavailable(answer);
  const found = readRefund(body, stripe.account);
  if ('kind' in found) return found.processorRefundId === refundId ? found : unavailable(answer);
  return found.id === refundId ? { kind: 'found', refund: found } : unavailable(answer);
}

async function voidIntent(
  stripe: Stripe,
  { transactionId, idempotencyKey, timeoutMs }: VoidRequest,
): Promise<VoidAnswer> {
  if (!canBeId(transactionId)) return NO_SUCH_PAYMENT;
  if (!transactionId.startsWith('pi_')) {
    const message =
      'A charge without a payment intent is voided in the Stripe Dashboard, or lapses in 7 days.';
    return { kind: 'refused', code: 'other', message };
  }
  const form: Parameters = [['cancellation_reason', 'requested_by_customer'], ...INTENT_PARTS];
  const path = `/v1/payment_intents/${transactionId}/cancel`;
  const answer = await post(stripe.server, path, { idempotencyKey, timeoutMs, form });
  const body = bodyOf(answer);
  if (body === undefined) {
    const reason = notDone(answer);
    return reason.kind === 'read_payment' ? refusedVoid(stripe, transactionId, reason) : reason;
  }
  const intent = wireIntent.safeParse(body).data;
  if (intent?.latest_charge == null || intent.id !== transactionId) {
    return unknown('unreadable_answer', 'answered about another payment than the one asked for');
  }
  const read = await assemble(stripe, { charge: intent.latest_charge, intent });
  return read.kind === 'found' && read.payment.status === 'voided'
    ? { kind: 'voided', payment: read.payment }
    : unknown('unreadable_answer', 'answered with a payment that is not voided');
}

async function refusedVoid(
  stripe: Stripe,
  transactionId: string,
  { message, otherwise }: Ambiguous,
): Promise<SendRefused> {
  const answer = await findPayment(stripe, transactionId);
  if (answer.kind !== 'found') return { kind: 'refused', code: otherwise, message };
  const { status, refunds } = answer.payment;
  if (status === 'voided') return { kind: 'refused', code: 'voided', message };
  if (refunds.some(movesMoney)) return { kind: 'refused', code: 'already_refunded', message };
  const isCaptured = status === 'captured' || status === 'settled';
  return { kind: 'refused', code: isCaptured ? 'already_captured' : otherwise, message };
}
