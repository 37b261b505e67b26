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
  return { ...searchOf(query, ranges), type: query.type, sort: query.sort };
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
  if (refunds === 'all') return {};
  if (refunds === 'open') return { open: true };
  return refunds === 'late' ? { open: true, late: true } : { status: refunds };
}
