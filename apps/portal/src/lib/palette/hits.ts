// What the search over everything finds, and how it is shown: in the palette and on the page of results alike.

export type Hit = {
  readonly href: string;
  readonly label: string;
  /** What tells it from others of the same name. */
  readonly detail: string;
};

export type HitGroup = { readonly title: string; readonly hits: readonly Hit[] };

export const PALETTE = {
  open: 'Search',
  title: 'Search everything',
  placeholder: 'Go to a page, payment, matter or client, or “refund txn_…”',
  recent: 'Recent',
  pages: 'Pages',
  actions: 'Actions',
  payments: 'Payments',
  refunds: 'Refunds',
  matters: 'Matters',
  clients: 'Clients',
  nothing: 'No results',
  nothingHint:
    'Try a payer, an amount such as $425.00, a matter, an invoice number, or the last four digits.',
  unavailable: 'Search is unavailable right now. Try again in a moment.',
  fewHint: 'Type to search. Arrow keys move, Enter opens, Esc closes.',
} as const;

export function countHits(groups: readonly HitGroup[]): number {
  return groups.reduce((count, { hits }) => count + hits.length, 0);
}
