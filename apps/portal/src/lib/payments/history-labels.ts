// The words of Payment History: its filters, its columns, its empty lists.
import { REFUND_STATUS_LABELS } from '#lib/refunds/refund-status.ts';
import { formatBankDate } from '#lib/time/format.ts';
import { REFUND_FILTER_LABELS, type Afterwards, type HistoryQuery, type NO_FILTER } from './history-query.ts';
import { ACCOUNT_LABELS, METHOD_SHORT, PAYMENT_STATUS_LABELS } from './payment-labels.ts';

export const AFTERWARDS_LABELS: Record<Afterwards, string> = {
  disputed: 'Disputed',
  in_progress: 'Refund in progress',
  refunded: 'Refunded',
  none: 'Not refunded',
};

export const ROW_KEYS = [
  { key: 'r', does: 'Refund the payment in this row' },
  { key: 'c', does: 'Copy its transaction ID' },
  { key: 'x', does: 'Select the row' },
  { key: '/', does: 'Search' },
  { key: 'Esc', does: 'Leave the search box' },
];

/** What a search looks at, and what to try when it finds nothing. */
export const SEARCHED =
  'We looked for every word in the payer, matter, invoice number, last four digits and transaction ID, and for amounts such as $1,800.00.';
export const SEARCH_HINTS = [
  'Check the spelling, or use fewer words.',
  'For an amount, enter all of it: $425.00 or 425.',
  'Check the other tabs, and the filters above.',
];

const dollars = (text: string) => (text.startsWith('$') ? text : `$${text}`);

/** An active filter, as its chip says it. */
export function filterLabel(query: HistoryQuery, name: keyof typeof NO_FILTER): string {
  const { q, from, to, min, max, status, method, account, after, refunds } = query;
  const labels: Record<keyof typeof NO_FILTER, () => string> = {
    q: () => `“${q}”`,
    from: () => `From ${formatBankDate(from)}`,
    to: () => `To ${formatBankDate(to)}`,
    min: () => `At least ${dollars(min)}`,
    max: () => `At most ${dollars(max)}`,
    status: () => (status === '' ? '' : PAYMENT_STATUS_LABELS[status].label),
    method: () => (method === '' ? '' : METHOD_SHORT[method]),
    account: () => (account === '' ? '' : ACCOUNT_LABELS[account]),
    after: () => (after === '' ? '' : AFTERWARDS_LABELS[after]),
    refunds: () => refundsLabel(refunds),
  };
  return labels[name]();
}

function refundsLabel(refunds: HistoryQuery['refunds']): string {
  if (refunds === 'all') return 'All refunds';
  return isNamed(refunds) ? REFUND_FILTER_LABELS[refunds] : REFUND_STATUS_LABELS[refunds].label;
}

function isNamed(filter: HistoryQuery['refunds']): filter is keyof typeof REFUND_FILTER_LABELS {
  return filter in REFUND_FILTER_LABELS;
}
