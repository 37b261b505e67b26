// The state of Payment History, kept entirely in its URL: it can be reloaded, sent to a colleague, and gone back to.
import {
  BANK_ACCOUNTS,
  PAYMENT_METHODS,
  PAYMENT_STATUSES,
  type BankAccount,
  type PaymentMethod,
  type PaymentStatus,
  type PaymentType,
} from '@makewhole/domain/payments';
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

/** What the Refunds tab shows beside all of them and those of one status, and what each is called. */
export const REFUND_FILTER_LABELS = {
  open: 'Not closed yet',
  late: 'Late',
  on_its_way: 'On its way',
  paid_this_month: 'Paid back this month',
} as const;
const REFUND_FILTERS = ['open', 'late', 'on_its_way', 'paid_this_month', ...REFUND_STATUSES] as const;
export type RefundFilter = 'all' | keyof typeof REFUND_FILTER_LABELS | RefundStatus;

/** What happened to a payment's money afterwards. */
export const AFTERWARDS = ['disputed', 'in_progress', 'refunded', 'none'] as const;
export type Afterwards = (typeof AFTERWARDS)[number];

/** The filters that choose one of a few values; '' lets everything through. */
export type ChoiceFilters = {
  readonly status: PaymentStatus | '';
  readonly method: PaymentMethod | '';
  readonly account: BankAccount | '';
  readonly after: Afterwards | '';
};

export type HistoryQuery = RangeText &
  ChoiceFilters & {
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
export const NO_FILTER = {
  q: '',
  refunds: 'all',
  from: '',
  to: '',
  min: '',
  max: '',
  status: '',
  method: '',
  account: '',
  after: '',
} as const;
type FilterName = keyof typeof NO_FILTER;
// The keys of a literal.
export const FILTER_NAMES = Object.keys(NO_FILTER) as readonly FilterName[];

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
    ...readChoices(params, type),
    from: textOf('from'),
    to: textOf('to'),
    min: textOf('min'),
    max: textOf('max'),
    cursor: params.get('cursor'),
    trail: params.getAll('back').slice(-TRAIL_MAX),
  };
}

/** They are of payments: a refund's state is a filter of its own. */
function readChoices(params: URLSearchParams, type: PaymentType): ChoiceFilters {
  const choice = <Value extends string>(name: string, values: readonly Value[]): Value | '' =>
    (type !== 'refund' && values.find((value) => value === params.get(name))) || '';
  return {
    status: choice('status', PAYMENT_STATUSES),
    method: choice('method', PAYMENT_METHODS),
    account: choice('account', BANK_ACCOUNTS),
    after: choice('after', AFTERWARDS),
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

/** What a saved view keeps: the list without its page. */
export function viewQuery(query: HistoryQuery): string {
  return filterParams(query).toString();
}

function filterParams(query: HistoryQuery): URLSearchParams {
  const params = new URLSearchParams({ type: query.type });
  if (query.sort !== '-created') params.set('sort', query.sort);
  for (const name of FILTER_NAMES) {
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
  const choices = type === 'refund' ? ({ status: '', method: '', account: '', after: '' } as const) : {};
  return { ...firstPage(query), ...choices, type, sort, refunds: 'all' };
}
