// Stripe's payouts, each with what it is made of: an automatic payout lists its balance transactions, which name the charge,
// the refund or the dispute that moved the balance.
import { money } from '@makewhole/domain/money';
import type { PayoutItem, PayoutItemKind, PayoutStatus } from '@makewhole/domain/payouts';
import type { Unavailable } from '../no-answer.ts';
import type { ListedPayout, PayoutSource } from '../payouts.ts';
import { ACH_RETURNS } from './dispute.ts';
import { listAll, type Stripe } from './find-payment.ts';
import {
  wireMovement,
  wirePayout,
  type WireMovement,
  type WirePayout,
  type WireSource,
} from './wire-payouts.ts';

/** Of a hundred each: a payout of more than ten thousand movements is not one of a law firm. */
const PAGES_MAX = 100;

export function createStripePayouts(stripe: Stripe): PayoutSource {
  return {
    listPayouts: async ({ since, cursor, limit }) => {
      const from = String(Date.parse(since) / 1000);
      const listed = await listAll(stripe, '/v1/payouts', [['arrival_date[gte]', from]]);
      if ('kind' in listed) return withoutBlame(listed);
      // It lists the newest first, and cannot be walked from its other end.
      const oldestFirst = listed.toReversed();
      const read = oldestFirst.map((json) => wirePayout.safeParse(json).data);
      const payouts = read.filter((one) => one !== undefined);
      if (payouts.length < read.length) return UNREADABLE;
      const start = cursor === null ? 0 : payouts.findIndex(({ id }) => id === cursor) + 1;
      if (cursor !== null && start === 0) return { kind: 'unavailable', message: `no payout is ${cursor}` };
      const page = payouts.slice(start, start + limit);
      const whole: ListedPayout[] = [];
      for (const payout of page) {
        const items = await itemsOf(stripe, payout);
        if ('kind' in items) return withoutBlame(items);
        whole.push(payoutOf(payout, items));
      }
      const isLast = start + limit >= payouts.length;
      return { kind: 'page', payouts: whole, nextCursor: isLast ? null : (page.at(-1)?.id ?? null) };
    },
  };
}

const UNREADABLE: Unavailable = { kind: 'unavailable', message: 'answered with a payout of no known shape' };

/** A key that may not read payouts may still refund: it is not the connection that is broken. */
function withoutBlame({ message }: Unavailable): Unavailable {
  return { kind: 'unavailable', message: `${message} (payouts need Payouts: read and Balance: read)` };
}

function payoutOf(payout: WirePayout, items: readonly PayoutItem[]): ListedPayout {
  return {
    id: payout.id,
    // One account of Stripe's pays out to one bank account, and does not say which of the firm's that is.
    account: null,
    amount: money(payout.amount),
    status: statusOf(payout),
    // Midnight in UTC of the day.
    arrivesOn: new Date(payout.arrival_date * 1000).toISOString().slice(0, 10),
    // What a payout made by hand is made of is never listed: it is as complete as it will be, and a person looks at it.
    isComplete: payout.reconciliation_status !== 'in_progress',
    items,
  };
}

function statusOf({ status }: WirePayout): PayoutStatus {
  if (status === 'paid') return 'paid';
  return status === 'failed' || status === 'canceled' ? 'failed' : 'pending';
}

async function itemsOf(stripe: Stripe, payout: WirePayout): Promise<PayoutItem[] | Unavailable> {
  // The others have no list, or none yet.
  if (payout.reconciliation_status !== 'completed') return [];
  const filter = [
    ['payout', payout.id],
    ['expand[]', 'data.source'],
  ] as const;
  const listed = await listAll(stripe, '/v1/balance_transactions', filter, PAGES_MAX);
  if ('kind' in listed) return listed;
  const read = listed.map((json) => wireMovement.safeParse(json).data);
  const movements = read.filter((one) => one !== undefined);
  if (movements.length < read.length) return UNREADABLE;
  // The payout itself is in its list.
  return movements.filter((one) => one.type !== 'payout' || idOf(one.source) !== payout.id).map(itemOf);
}

/** By Stripe's types of balance transactions; a type that is not here is an adjustment, which a person looks at. */
const KINDS: Readonly<Record<string, PayoutItemKind>> = {
  charge: 'payment',
  payment: 'payment',
  refund: 'refund',
  payment_refund: 'refund',
  refund_failure: 'refund_failure',
  payment_failure_refund: 'return',
  payout_failure: 'payout_failure',
  payout_cancel: 'payout_failure',
  stripe_fee: 'fee',
  stripe_fx_fee: 'fee',
  tax_fee: 'fee',
};

function itemOf(movement: WireMovement): PayoutItem {
  const { id, amount, fee, source } = movement;
  const kind = kindOf(movement);
  return { id, kind, subject: subjectOf(kind, source), amount: money(amount), fee: money(fee) };
}

function kindOf({ type, amount, source }: WireMovement): PayoutItemKind {
  if (isObject(source) && source.object === 'dispute') {
    if (amount >= 0) return 'dispute_won';
    // An ACH debit that the bank returned comes as a dispute too, and is booked as the return that it is.
    return ACH_RETURNS.has(source.reason ?? '') ? 'return' : 'dispute';
  }
  return KINDS[type] ?? 'adjustment';
}

/** By the ID under which our books have it: a payment's intent where it has one. */
function subjectOf(kind: PayoutItemKind, source: WireSource): string | null {
  if (kind === 'fee' || kind === 'adjustment') return null;
  if (!isObject(source) || kind === 'refund' || kind === 'refund_failure') return idOf(source);
  const { object, id, payment_intent: intent, charge } = source;
  if (object === 'charge') return intent ?? id;
  return object === 'dispute' ? (intent ?? charge ?? null) : id;
}

function isObject(source: WireSource): source is Exclude<WireSource, string | null | undefined> {
  return typeof source === 'object' && source !== null;
}

function idOf(source: WireSource): string | null {
  return isObject(source) ? source.id : (source ?? null);
}
