// The pages of Reconciliation, grouped by what they are compared with: the action behind each decides who may see it.
import type { PlaceGroup } from '#lib/shell/place.ts';

export const RECONCILIATION_PLACES = [
  {
    label: 'Bank',
    places: [
      { label: 'Bank lines', href: '/reconciliation/bank', action: 'refund.read' },
      { label: 'Payouts', href: '/reconciliation/payouts', action: 'report.read' },
      { label: 'Differences', href: '/reconciliation', action: 'reconciliation.manage' },
    ],
  },
  {
    label: 'Trust accounts',
    places: [
      { label: 'Month ends', href: '/reconciliation/month-ends', action: 'report.read' },
      { label: 'Ledger self-check', href: '/reconciliation/trust', action: 'report.read' },
      { label: 'Trust balances', href: '/reconciliation/balances', action: 'trust_balance.read' },
      { label: 'Opening books', href: '/reconciliation/opening', action: 'report.read' },
    ],
  },
  {
    label: 'Reviews',
    places: [
      { label: 'Quarterly review', href: '/reconciliation/reviews', action: 'report.read' },
      { label: 'Unclaimed', href: '/reconciliation/unclaimed', action: 'report.read' },
      { label: 'Client accountings', href: '/reconciliation/accountings', action: 'report.read' },
    ],
  },
] as const satisfies readonly PlaceGroup[];

/** What a page of Reconciliation calls itself. */
export type ReconciliationLabel = (typeof RECONCILIATION_PLACES)[number]['places'][number]['label'];
