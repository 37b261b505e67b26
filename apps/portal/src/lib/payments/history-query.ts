// The state of Payment History, kept whole in its URL: it can be reloaded, sent to a colleague, and gone back to.
import type { PaymentType } from '@makewhole/domain/payments';
import { REFUND_STATUSES, type RefundStatus } from '@makewhole/domain/refund-states';

export const HISTORY_TABS = [
  { type: 'sale', label: 'Sales' },
  { type: 'authorization', label: 'Authorizations' },
  { type: 'refund', label: 'Refunds' },
] as const satisfies { type: PaymentType; label: string }[];

export const HISTORY_SORTS = [
  { value: '-created', label: 'Newest first' },
  { value: 'created', label: 'Oldest first' },
  { value: '-amount', label: 'Largest amount first' },
  { value: 'amount', label: 'Smallest amount first' },
  { value: 'payer', label: 'Payer, A to Z' },
] as const;
export type HistorySort = (typeof HISTORY_SORTS)[number]['value'];

/** What the Refunds tab shows: all of them, those that are not closed yet, or those of one status. */
export type RefundFilter = 'all' | 'open' | RefundStatus;

export type HistoryQuery = {
  readonly type: PaymentType;
  readonly sort: HistorySort;
  readonly q: string;
  readonly refunds: RefundFilter;
  readonly cursor: string | null;
  /** The cursors of the pages before this one, the first page's being '': pages lead forward only, this leads back. */
  readonly trail: readonly string[];
};

/** Longer ways back than this lead to the first page: a URL has its limits too. */
const TRAIL_MAX = 40;

export function readHistoryQuery(params: URLSearchParams): HistoryQuery {
  const refunds = params.get('refunds');
  return {
    type: HISTORY_TABS.find(({ type }) => type === params.get('type'))?.type ?? 'sale',
    sort: HISTORY_SORTS.find(({ value }) => value === params.get('sort'))?.value ?? '-created',
    q: params.get('q')?.trim() ?? '',
    refunds: (['open', ...REFUND_STATUSES] as const).find((filter) => filter === refunds) ?? 'all',
    cursor: params.get('cursor'),
    trail: params.getAll('back').slice(-TRAIL_MAX),
  };
}

export function historyUrl(query: HistoryQuery): string {
  const params = new URLSearchParams({ type: query.type });
  if (query.sort !== '-created') params.set('sort', query.sort);
  if (query.q !== '') params.set('q', query.q);
  if (query.refunds !== 'all') params.set('refunds', query.refunds);
  if (query.cursor !== null) params.set('cursor', query.cursor);
  for (const cursor of query.trail) params.append('back', cursor);
  return `/payments?${params}`;
}

/** The next page. */
export function olderPage(query: HistoryQuery, nextCursor: string): HistoryQuery {
  const trail = [...query.trail, query.cursor ?? ''].slice(-TRAIL_MAX);
  return { ...query, cursor: nextCursor, trail };
}

/** The page before, or null on the first one. */
export function newerPage(query: HistoryQuery): HistoryQuery | null {
  if (query.cursor === null) return null;
  return { ...query, cursor: query.trail.at(-1) || null, trail: query.trail.slice(0, -1) };
}

/** The first page of the same list. */
export function firstPage(query: HistoryQuery): HistoryQuery {
  return { ...query, cursor: null, trail: [] };
}
