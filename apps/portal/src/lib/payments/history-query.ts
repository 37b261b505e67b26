// The state of Payment History, kept entirely in its URL: it can be reloaded, sent to a colleague, and gone back to.
import type { PaymentType } from '@makewhole/domain/payments';
import { REFUND_STATUSES, type RefundStatus } from '@makewhole/domain/refund-states';
import type { RangeText } from './history-ranges.ts';

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

/** Refunds cannot be sorted by payer. */
export function sortsOf(type: PaymentType) {
  return type === 'refund' ? HISTORY_SORTS.filter(({ value }) => value !== 'payer') : HISTORY_SORTS;
}

const REFUND_FILTERS = ['open', 'late', ...REFUND_STATUSES] as const;
/** What the Refunds tab shows: all of them, those not closed yet or late, or those of one status. */
export type RefundFilter = 'all' | 'open' | 'late' | RefundStatus;

export type HistoryQuery = RangeText & {
  readonly type: PaymentType;
  readonly sort: HistorySort;
  readonly q: string;
  readonly refunds: RefundFilter;
  readonly cursor: string | null;
  /**
   * The cursors of the pages before this one, the first page's being '': the API pages only forward, these lead back.
   */
  readonly trail: readonly string[];
};

/** From further on than this, back leads to the first page: a URL has its limits too. */
const TRAIL_MAX = 40;

/** The value of a filter that lets everything through. */
export const NO_FILTER = { q: '', refunds: 'all', from: '', to: '', min: '', max: '' } as const;

export function readHistoryQuery(params: URLSearchParams): HistoryQuery {
  const refunds = params.get('refunds');
  const textOf = (name: string) => params.get(name)?.trim() ?? '';
  const type = HISTORY_TABS.find((tab) => tab.type === params.get('type'))?.type ?? 'sale';
  return {
    type,
    sort: sortsOf(type).find(({ value }) => value === params.get('sort'))?.value ?? '-created',
    q: textOf('q'),
    // A refund's state does not apply to payments.
    refunds: (type === 'refund' && REFUND_FILTERS.find((filter) => filter === refunds)) || 'all',
    from: textOf('from'),
    to: textOf('to'),
    min: textOf('min'),
    max: textOf('max'),
    cursor: params.get('cursor'),
    trail: params.getAll('back').slice(-TRAIL_MAX),
  };
}

export function historyUrl(query: HistoryQuery): string {
  const params = filterParams(query);
  if (query.cursor !== null) params.set('cursor', query.cursor);
  for (const cursor of query.trail) params.append('back', cursor);
  return `/payments?${params}`;
}

/** The URL of the whole list, all its pages, as CSV. */
export function exportUrl(query: HistoryQuery): string {
  return `/payments.csv?${filterParams(query)}`;
}

function filterParams(query: HistoryQuery): URLSearchParams {
  const params = new URLSearchParams({ type: query.type });
  if (query.sort !== '-created') params.set('sort', query.sort);
  for (const name of ['q', 'refunds', 'from', 'to', 'min', 'max'] as const) {
    if (query[name] !== NO_FILTER[name]) params.set(name, query[name]);
  }
  return params;
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

/** The same kind of list without filters. */
export function unfiltered(query: HistoryQuery): HistoryQuery {
  return { ...firstPage(query), ...NO_FILTER };
}

export function isFiltered(query: HistoryQuery): boolean {
  return historyUrl(firstPage(query)) !== historyUrl(unfiltered(query));
}

/** Another tab: the search goes along, if the tab supports it. */
export function ofType(query: HistoryQuery, type: PaymentType): HistoryQuery {
  const sort = sortsOf(type).find(({ value }) => value === query.sort)?.value ?? '-created';
  return { ...firstPage(query), type, sort, refunds: 'all' };
}
