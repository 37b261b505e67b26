// The double's balance: what moved it, and the payouts that empty it, as Stripe lists them.
import { z } from 'zod';
import { chargeObject, disputeObject, refundObject, type Listed } from './objects.ts';
import {
  newId,
  nowOf,
  type Account,
  type DoubleMovement,
  type DoublePayment,
  type DoublePayout,
  type State,
} from './state.ts';

const DAY_S = 86_400;
const FEE_OF_PAYMENT = 393;

export const payoutBody = z.strictObject({
  account: z.string().default('main'),
  /** By hand: nothing says what it is made of. */
  byHand: z.boolean().default(false),
});

/** Pays out all that moved the balance of an account since the last time. */
export function makePayout(state: State, { account, byHand }: z.infer<typeof payoutBody>): { id: string } {
  const paid = new Set(state.payouts.flatMap(({ movements }) => movements.map(({ id }) => id)));
  const movements = movementsOf(state, account).filter(({ id }) => !paid.has(id));
  const payout: DoublePayout = {
    id: newId('po'),
    account,
    amount: movements.reduce((total, { amount, fee }) => total + amount - fee, 0),
    arrivalDate: Math.floor(nowOf(state) / DAY_S) * DAY_S,
    created: nowOf(state),
    status: 'paid',
    reconciliation: byHand ? 'not_applicable' : 'completed',
    movements,
  };
  state.payouts.push(payout);
  return { id: payout.id };
}

function movementsOf(state: State, account: Account): DoubleMovement[] {
  const payments = state.payments.filter((one) => one.account === account && one.availableOn !== null);
  const refunds = state.refunds.filter((one) => one.account === account);
  return [
    ...payments.map(chargeMovement),
    ...refunds.flatMap((refund) => {
      const source = { source: refund.id, object: () => refundObject(refund), fee: 0 };
      const isOver = refund.status === 'failed' || refund.status === 'canceled';
      const made = { ...source, id: `txn_${refund.id}`, type: 'refund', category: 'refund' };
      const back = {
        ...source,
        id: `txn_back_${refund.id}`,
        type: 'refund_failure',
        category: 'refund_failure',
      };
      return [{ ...made, amount: -refund.amount }, ...(isOver ? [{ ...back, amount: refund.amount }] : [])];
    }),
    ...payments.flatMap(disputeMovements),
  ];
}

function chargeMovement(payment: DoublePayment): DoubleMovement {
  return {
    ...{ id: `txn_${payment.chargeId}`, type: payment.method === 'card' ? 'charge' : 'payment' },
    ...{ category: 'charge', amount: payment.amountCaptured, fee: FEE_OF_PAYMENT, source: payment.chargeId },
    object: (state) => chargeObject(state, payment, []),
  };
}

function disputeMovements(payment: DoublePayment): DoubleMovement[] {
  const taken = payment.disputes.filter(({ status }) => !status.startsWith('warning_'));
  return taken.flatMap((dispute) => {
    const of = { type: 'adjustment', source: dispute.id, object: () => disputeObject(payment, dispute) };
    const { amount, fee } = dispute;
    const back = { ...of, id: `txn_back_${dispute.id}`, category: 'dispute_reversal', amount, fee: -fee };
    return [
      { ...of, id: `txn_${dispute.id}`, category: 'dispute', amount: -amount, fee },
      ...(dispute.status === 'won' ? [back] : []),
    ];
  });
}

/** GET /v1/payouts */
export function payoutObjects(state: State, account: Account, query: URLSearchParams): Listed[] {
  const from = Number(query.get('arrival_date[gte]') ?? 0);
  return state.payouts
    .filter((one) => one.account === account && one.arrivalDate >= from)
    .map((one) => ({
      ...{ object: 'payout', id: one.id, amount: one.amount, currency: 'usd', created: one.created },
      ...{ arrival_date: one.arrivalDate, status: one.status, livemode: false },
      ...{ automatic: one.reconciliation !== 'not_applicable', reconciliation_status: one.reconciliation },
    }));
}

/** GET /v1/balance_transactions?payout=: with the payout itself, as Stripe lists it. */
export function movementObjects(state: State, account: Account, query: URLSearchParams): Listed[] {
  const payout = state.payouts.find((one) => one.account === account && one.id === query.get('payout'));
  if (payout === undefined) return [];
  const isWhole = query.getAll('expand[]').includes('data.source');
  const base = {
    object: 'balance_transaction',
    currency: 'usd',
    created: payout.created,
    status: 'available',
  };
  const own = {
    ...{ ...base, id: `txn_${payout.id}`, type: 'payout', reporting_category: 'payout', fee: 0 },
    ...{ amount: -payout.amount, net: -payout.amount },
    source: isWhole ? { object: 'payout', id: payout.id } : payout.id,
  };
  return [
    own,
    ...payout.movements.map(({ id, type, category, amount, fee, source, object }) => ({
      ...{ ...base, id, type, reporting_category: category, amount, fee, net: amount - fee },
      source: isWhole ? object(state) : source,
    })),
  ];
}
