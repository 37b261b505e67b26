// The part of Stripe's API that a refund engine uses.
import {
  chargeObject,
  disputeObject,
  eventObject,
  intentObject,
  refundObject,
  type Listed,
} from './objects.ts';
import { movementObjects, payoutObjects } from './payouts.ts';
import { cancelIntent, createRefund, missing, type Reply } from './refunding.ts';
import { findPayment, idOf, type Account, type DoublePayment, type State } from './state.ts';

export type Asked = {
  readonly account: Account;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
};

/** Work that is saved under an idempotency key. */
export function replyToPost(state: State, { account, path, form }: Asked): Reply {
  if (path === '/v1/refunds') return createRefund(state, account, form);
  const id = /^\/v1\/payment_intents\/(\w+)\/cancel$/.exec(path)?.[1] ?? '';
  const payment = owned(state, account, id);
  if (payment === undefined) return missing('payment_intent', id);
  return (
    cancelIntent(state, payment) ?? {
      status: 200,
      body: intentObject(state, payment, form.getAll('expand[]')),
    }
  );
}

export function replyToGet(state: State, asked: Asked): Reply {
  const [, , what = '', id] = asked.path.split('/');
  return id === undefined ? replyToList(state, asked, what) : replyToId(state, asked, { what, id });
}

function replyToId(
  state: State,
  { account, query }: Asked,
  { what, id }: { what: string; id: string },
): Reply {
  const expand = query.getAll('expand[]');
  if (what === 'refunds') {
    const refund = state.refunds.find((one) => one.id === id && one.account === account);
    return refund === undefined ? missing('refund', id) : { status: 200, body: refundObject(refund) };
  }
  const payment = owned(state, account, id);
  const isKind = what === 'charges' ? payment?.chargeId === id : payment?.intentId === id;
  if (payment === undefined || !isKind) return missing(what.slice(0, -1), id);
  const body =
    what === 'charges' ? chargeObject(state, payment, expand) : intentObject(state, payment, expand);
  return { status: 200, body };
}

function replyToList(state: State, { account, query }: Asked, what: string): Reply {
  const expand = query.getAll('expand[]').map((path) => path.replace(/^data\./, ''));
  const payments = state.payments.filter((payment) => payment.account === account);
  switch (what) {
    case 'balance':
      return { status: 200, body: { object: 'balance', livemode: false } };
    case 'payment_intents':
      return page(
        payments.filter(({ intentId }) => intentId !== null).map((one) => intentObject(state, one, expand)),
        query,
      );
    case 'charges':
      return page(
        payments.map((payment) => chargeObject(state, payment, expand)),
        query,
      );
    case 'refunds':
      return page(
        state.refunds.filter((one) => one.account === account && isOf(one.payment, query)).map(refundObject),
        query,
      );
    case 'disputes':
      return page(
        payments
          .filter((one) => isOf(one, query))
          .flatMap((one) => one.disputes.map((dispute) => disputeObject(one, dispute))),
        query,
      );
    case 'payouts':
      return page(payoutObjects(state, account, query), query);
    case 'balance_transactions':
      return page(movementObjects(state, account, query), query);
    case 'events': {
      const types = query.getAll('types[]');
      const events = state.events.filter((one) => one.account === account && types.includes(one.type));
      return page(events.map(eventObject), query);
    }
    default:
      return missing('route', what);
  }
}

function isOf(payment: DoublePayment, query: URLSearchParams): boolean {
  const [intent, charge] = [query.get('payment_intent'), query.get('charge')];
  return (intent === null || payment.intentId === intent) && (charge === null || payment.chargeId === charge);
}

function owned(state: State, account: Account, id: string): DoublePayment | undefined {
  const payment = findPayment(state, id);
  return payment?.account === account && idOf(payment) !== '' ? payment : undefined;
}

/** Newest first; what was made last comes first among equal times. */
function page(oldestFirst: readonly Listed[], query: URLSearchParams): Reply {
  const from = Number(query.get('created[gte]') ?? 0);
  const to = Number(query.get('created[lt]') ?? Number.MAX_SAFE_INTEGER);
  const limit = Number(query.get('limit') ?? 10);
  if (limit < 1 || limit > 100) return missing('page', String(limit));
  const all = oldestFirst
    .filter(({ created }) => created >= from && created < to)
    .toReversed()
    .toSorted((one, other) => other.created - one.created);
  const [after, before] = [query.get('starting_after'), query.get('ending_before')];
  const place = all.findIndex(({ id }) => id === (after ?? before));
  if ((after ?? before) !== null && place < 0) return missing('cursor', after ?? before ?? '');
  const rest = after !== null ? all.slice(place + 1) : before !== null ? all.slice(0, place) : all;
  const data = before === null ? rest.slice(0, limit) : rest.slice(-limit);
  return { status: 200, body: { object: 'list', data, has_more: rest.length > limit } };
}
