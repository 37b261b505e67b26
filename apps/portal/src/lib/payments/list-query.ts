// What Payment History asks the API for, derived from its URL.
import type { paths } from '@makewhole/client/schema';
import type { HistoryQuery } from './history-query.ts';
import type { Ranges } from './history-ranges.ts';

type QueryOf<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Query } } }
  ? NonNullable<Query>
  : never;
export type PaymentListQuery = QueryOf<'/v1/payments'>;
export type RefundListQuery = QueryOf<'/v1/refunds'>;

/** The filters that all three lists share. */
export function searchOf({ q }: HistoryQuery, ranges: Ranges) {
  return { ...(q !== '' && { q }), ...ranges };
}

export function paymentList(query: HistoryQuery, ranges: Ranges): PaymentListQuery {
  return { ...searchOf(query, ranges), ...choicesOf(query), type: query.type, sort: query.sort };
}

function choicesOf({ status, method, account, after }: HistoryQuery): PaymentListQuery {
  return {
    ...(status !== '' && { status }),
    ...(method !== '' && { method }),
    ...(account !== '' && { account }),
    ...(after === 'disputed' && { disputed: true }),
    ...(after !== '' && after !== 'disputed' && { refund: after }),
  };
}

const REFUND_SORTS = {
  '-created': '-requested',
  created: 'requested',
  '-amount': '-amount',
  amount: 'amount',
  payer: '-requested',
} as const;

export function refundList(query: HistoryQuery, ranges: Ranges): RefundListQuery {
  return { ...searchOf(query, ranges), ...stateOf(query), sort: REFUND_SORTS[query.sort] };
}

function stateOf({ refunds }: HistoryQuery): RefundListQuery {
  switch (refunds) {
    case 'all':
      return {};
    case 'open':
      return { open: true };
    case 'late':
      return { open: true, late: true };
    case 'on_its_way':
      return { onItsWay: true };
    case 'paid_this_month':
      return { paidThisMonth: true };
    default:
      return { status: refunds };
  }
}
