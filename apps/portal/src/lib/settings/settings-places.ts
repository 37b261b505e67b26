// The settings pages, in the order of the side navigation: the action behind each decides who may see it.
import type { Action } from '@makewhole/domain/roles';

type SettingsPlace = {
  readonly href: string;
  readonly label: string;
  /** The permission needed to see it here; null for everyone who is signed in. */
  readonly action: Action | null;
};

export const SETTINGS_PLACES: readonly SettingsPlace[] = [
  { href: '/settings', label: 'Refunds', action: 'firm.manage' },
  { href: '/settings/reasons', label: 'Reasons', action: 'refund.request' },
  { href: '/settings/bank-accounts', label: 'Bank accounts', action: 'report.read' },
  { href: '/settings/connections', label: 'Connections', action: 'report.read' },
  { href: '/settings/import', label: 'Import data', action: 'data.import' },
  { href: '/settings/users', label: 'Users', action: 'firm.manage' },
  { href: '/settings/security', label: 'Security', action: null },
  { href: '/settings/api-keys', label: 'API keys', action: 'firm.manage' },
  { href: '/settings/webhooks', label: 'Webhooks', action: 'firm.manage' },
  { href: '/settings/records', label: 'Records', action: 'records.manage' },
  { href: '/settings/access', label: 'Access', action: 'audit.read' },
  { href: '/settings/history', label: 'History', action: 'audit.read' },
];
