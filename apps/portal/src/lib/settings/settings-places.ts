// The pages of the settings, in the order of the navigation: the action behind each decides who may see it.
import type { PlaceGroup } from '#lib/shell/place.ts';

export const SETTINGS_PLACES: readonly PlaceGroup[] = [
  {
    label: 'Your firm',
    places: [
      // Everybody may read the rules that their refunds go by; an owner changes them.
      { href: '/settings', label: 'Refunds', action: 'refund.read' },
      { href: '/settings/reasons', label: 'Reasons', action: 'refund.request' },
      { href: '/settings/clients', label: 'Clients', action: 'firm.manage' },
      { href: '/settings/users', label: 'Users', action: 'firm.manage' },
      { href: '/settings/bank-accounts', label: 'Bank accounts', action: 'report.read' },
      { href: '/settings/records', label: 'Records', action: 'records.manage' },
    ],
  },
  {
    label: 'You',
    places: [{ href: '/settings/security', label: 'Security', action: null }],
  },
  {
    label: 'Connected software',
    places: [
      { href: '/settings/connections', label: 'Connections', action: 'report.read' },
      { href: '/settings/import', label: 'Import data', action: 'data.import' },
      { href: '/settings/api-keys', label: 'API keys', action: 'firm.manage' },
      { href: '/settings/webhooks', label: 'Webhooks', action: 'firm.manage' },
    ],
  },
  {
    label: 'Logs',
    places: [
      { href: '/settings/access', label: 'Access', action: 'audit.read' },
      { href: '/settings/history', label: 'History', action: 'audit.read' },
    ],
  },
];
