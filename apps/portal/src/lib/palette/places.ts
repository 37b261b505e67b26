// The pages that a person can go to by name, each only for those who may see it.
import type { Action } from '@makewhole/domain/roles';
import { RECONCILIATION_PLACES } from '#lib/reconciliation/reconciliation-places.ts';
import { SETTINGS_PLACES } from '#lib/settings/settings-places.ts';
import type { Place as NavigationPlace, PlaceGroup } from '#lib/shell/place.ts';
import type { Hit } from './hits.ts';

type Place = {
  readonly href: string;
  readonly label: string;
  readonly words: string;
  readonly action: Action | null;
};

const PLACES: readonly Place[] = [
  { href: '/', label: 'Home', words: 'dashboard start', action: 'refund.read' },
  { href: '/payments?type=sale', label: 'Payment History', words: 'payments sales', action: 'payment.read' },
  {
    href: '/payments?type=authorization',
    label: 'Authorizations',
    words: 'payments void',
    action: 'payment.read',
  },
  { href: '/payments?type=refund', label: 'Refunds', words: 'payment history', action: 'payment.read' },
  {
    href: '/disputes',
    label: 'Disputes',
    words: 'disputed payments chargebacks',
    action: 'payment.read',
  },
  {
    href: '/payments/unassigned',
    label: 'Unassigned payments',
    words: 'assign',
    action: 'payment.read',
  },
  { href: '/matters', label: 'Matters', words: 'clients trust balances', action: 'payment.read' },
  { href: '/work', label: 'Work', words: 'tasks to do obligations', action: 'refund.read' },
  { href: '/refund', label: 'New refund', words: 'refund a payment', action: 'refund.request' },
];

/** What else the pages of Reconciliation are looked for by. */
const RECONCILIATION_WORDS: Readonly<Partial<Record<string, string>>> = {
  '/reconciliation': 'reconciliation mismatches',
  '/reconciliation/bank': 'import statement',
  '/reconciliation/trust': 'trust report iolta ledger',
  '/reconciliation/month-ends': 'three-way reconciliation trust binder',
};

const ALL: readonly Place[] = [
  ...PLACES,
  ...pagesOf(RECONCILIATION_PLACES).map((place) => ({
    ...place,
    words: RECONCILIATION_WORDS[place.href] ?? 'reconciliation',
  })),
  ...pagesOf(SETTINGS_PLACES).map(({ href, label, action }) => ({
    ...{ href, action, label: `Settings: ${label}` },
    words: '',
  })),
];

function pagesOf(groups: readonly PlaceGroup[]): NavigationPlace[] {
  return groups.flatMap(({ places }) => places);
}

/** The pages that have each of these words in their names, for a person who may do these. */
export function findPlaces(q: string, actions: readonly Action[]): Hit[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return ALL.filter(({ action }) => action === null || actions.includes(action))
    .filter(({ label, words: more }) => {
      const text = `${label} ${more}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .map(({ href, label }) => ({ href, label, detail: '' }));
}
