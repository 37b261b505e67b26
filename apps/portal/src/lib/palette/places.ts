// The pages that a person can go to by name, each only for those who may see it.
import type { Action } from '@makewhole/domain/roles';
import { SETTINGS_PLACES } from '#lib/settings/settings-places.ts';
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
    href: '/payments?type=sale&after=disputed',
    label: 'Disputed payments',
    words: 'disputes chargebacks',
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
  {
    href: '/reconciliation',
    label: 'Reconciliation',
    words: 'differences mismatches',
    action: 'reconciliation.manage',
  },
  {
    href: '/reconciliation/bank',
    label: 'Bank lines',
    words: 'import statement',
    action: 'reconciliation.manage',
  },
  { href: '/reconciliation/trust', label: 'Trust report', words: 'iolta ledger', action: 'report.read' },
  {
    href: '/reconciliation/month-ends',
    label: 'Month ends',
    words: 'three-way reconciliation trust binder',
    action: 'report.read',
  },
];

const ALL: readonly Place[] = [
  ...PLACES,
  ...SETTINGS_PLACES.map(({ href, label, action }) => ({
    ...{ href, action, label: `Settings: ${label}` },
    words: '',
  })),
];

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
