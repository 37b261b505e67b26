// One payment, put together from what Stripe keeps apart: the intent, its charge, the refunds and the disputes.
import type { z } from 'zod';
import type { Exchange } from '../http-exchange.ts';
import type { Unavailable, UnreadableRecord } from '../no-answer.ts';
import type { PaymentAnswer, ProcessorRefund } from '../port.ts';
import { bodyOf, isMissing, unavailable } from './answers.ts';
import { readPayment, type PaymentParts } from './payment.ts';
import { readRefund, unreadable } from './refund.ts';
import { canBeId, get, type Parameters, type StripeServer } from './request.ts';
import { wireCharge, wireDispute, wireIntent, wireList, type WireCharge } from './wire.ts';

/** A connection, ready to be asked. */
export type Stripe = {
  readonly server: StripeServer;
  readonly account: string;
  readonly now: () => Date;
};

const PAGE_MAX = 100;
/** No payment of ours has so many refunds or disputes that we could judge them. */
const PAGES_MAX = 10;

/** Expanded with the payment's charge: it needs one request and not four. */
export const INTENT_PARTS: Parameters = [
  ['expand[]', 'customer'],
  ['expand[]', 'latest_charge.balance_transaction'],
  ['expand[]', 'latest_charge.refunds'],
];
const CHARGE_PARTS: Parameters = [
  ['expand[]', 'balance_transaction'],
  ['expand[]', 'refunds'],
];

/** By its payment intent, or by its charge, which leads to the intent if there is one. */
export async function findPayment(stripe: Stripe, id: string): Promise<PaymentAnswer> {
  if (!canBeId(id)) return { kind: 'not_found' };
  return id.startsWith('pi_') ? findIntent(stripe, id, null) : findCharge(stripe, id);
}

async function findCharge(stripe: Stripe, id: string): Promise<PaymentAnswer> {
  const answer = await get(stripe.server, `/v1/charges/${id}`, CHARGE_PARTS);
  if (isMissing(answer)) return { kind: 'not_found' };
  const charge = readOne(answer, wireCharge, id);
  if ('kind' in charge) return charge;
  const { payment_intent: intent } = charge;
  const intentId = typeof intent === 'object' ? intent?.id : intent;
  if (intentId != null) return findIntent(stripe, intentId, id);
  return assemble(stripe, { charge, intent: null });
}

/** @param chargeId by which it was asked for; null if by its own ID */
async function findIntent(stripe: Stripe, id: string, chargeId: string | null): Promise<PaymentAnswer> {
  const answer = await get(stripe.server, `/v1/payment_intents/${id}`, INTENT_PARTS);
  // Known by its charge, so it exists.
  if (isMissing(answer)) return chargeId === null ? { kind: 'not_found' } : unavailable(answer);
  const intent = readOne(answer, wireIntent, id);
  if ('kind' in intent) return intent;
  const { latest_charge: charge } = intent;
  // Nobody has paid it, or by another charge than the one asked for, which failed.
  if (charge == null || (chargeId !== null && charge.id !== chargeId)) return { kind: 'not_found' };
  return assemble(stripe, { charge, intent });
}

/** Adds what a charge does not have with it, and reads the whole. */
export async function assemble(
  stripe: Stripe,
  { charge, intent }: Pick<PaymentParts, 'charge' | 'intent'>,
): Promise<Exclude<PaymentAnswer, { kind: 'not_found' }>> {
  const filter = filterOf(intent?.id ?? charge.id);
  const refunds = await refundsOf(stripe, charge, filter);
  if ('kind' in refunds) return refunds;
  const disputes = charge.disputed ? await listAll(stripe, '/v1/disputes', filter) : [];
  if ('kind' in disputes) return disputes;
  const read = disputes.map((json) => wireDispute.safeParse(json).data);
  const known = read.filter((one) => one !== undefined);
  // One that cannot be read may be the one that forbids the refund.
  if (known.length < read.length) return unreadable(intent ?? charge, 'payment', 'disputes');
  const parts = { charge, intent, refunds, disputes: known };
  const payment = readPayment(parts, { account: stripe.account, now: stripe.now() });
  return 'kind' in payment ? payment : { kind: 'found', payment };
}

/** Every refund of a payment, oldest first. */
export async function listRefundsOf(
  stripe: Stripe,
  transactionId: string,
): Promise<ProcessorRefund[] | UnreadableRecord | Unavailable> {
  const all = await listAll(stripe, '/v1/refunds', filterOf(transactionId));
  return 'kind' in all ? all : readRefunds(all, stripe.account);
}

async function refundsOf(
  stripe: Stripe,
  { refunds, captured }: WireCharge,
  filter: Parameters,
): Promise<ProcessorRefund[] | UnreadableRecord | Unavailable> {
  // What was never captured is released, not refunded.
  if (!captured) return [];
  if (refunds?.has_more === false) return readRefunds(refunds.data, stripe.account);
  const all = await listAll(stripe, '/v1/refunds', filter);
  return 'kind' in all ? all : readRefunds(all, stripe.account);
}

function readRefunds(all: readonly unknown[], account: string): ProcessorRefund[] | UnreadableRecord {
  const refunds: ProcessorRefund[] = [];
  for (const json of all.toReversed()) {
    const refund = readRefund(json, account);
    if ('kind' in refund) return refund;
    refunds.push(refund);
  }
  return refunds;
}

function filterOf(transactionId: string): Parameters {
  return [[transactionId.startsWith('pi_') ? 'payment_intent' : 'charge', transactionId]];
}

/** All pages of a list, newest first: never a part of it. */
export async function listAll(
  stripe: Pick<Stripe, 'server'>,
  path: string,
  filter: Parameters,
  pagesMax = PAGES_MAX,
): Promise<unknown[] | Unavailable> {
  const all: unknown[] = [];
  let after: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const place: Parameters = after === undefined ? [] : [['starting_after', after]];
    const answer = await get(stripe.server, path, [...filter, ['limit', String(PAGE_MAX)], ...place]);
    const list = wireList.safeParse(bodyOf(answer)).data;
    if (list === undefined) return unavailable(answer);
    all.push(...list.data);
    after = idOf(list.data.at(-1));
    if (!list.has_more) return all;
    if (after === undefined) return unavailable(answer);
  }
  return { kind: 'unavailable', message: `it has more than ${pagesMax * PAGE_MAX} records in ${path}` };
}

function idOf(json: unknown): string | undefined {
  const isNamed = typeof json === 'object' && json !== null && 'id' in json && typeof json.id === 'string';
  return isNamed ? (json.id as string) : undefined;
}

type Named = { readonly id: string };

/** An answer about another object than the one asked for is none. */
function readOne<Item extends Named>(
  answer: Exchange,
  shape: z.ZodType<Item>,
  id: string,
): Item | UnreadableRecord | Unavailable {
  const json = bodyOf(answer);
  if (idOf(json) !== id) return unavailable(answer);
  const { data, error } = shape.safeParse(json);
  return data ?? unreadable(json, 'payment', error?.issues[0]?.path.join('.') ?? '');
}
