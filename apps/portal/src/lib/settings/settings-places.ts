// The pages of the settings, in the order of the side navigation: who may see which is decided by the action behind it.
import type { Action } from '@makewhole/domain/roles';

type SettingsPlace = {
  readonly href: string;
  readonly label: string;
  /** What a person must be allowed to do to find it here; null for everyone who is signed in. */
  readonly action: Action | null;
};

export const SETTINGS_PLACES: readonly SettingsPlace[] = [
  { href: '/settings', label: 'Refunds', action: 'firm.manage' },
  { href: '/settings/reasons', label: 'Reasons', action: 'refund.request' },
  { href: '/settings/users', label: 'Users', action: 'firm.manage' },
  { href: '/settings/security', label: 'Security', action: null },
  { href: '/settings/api-keys', label: 'API keys', action: 'firm.manage' },
  { href: '/settings/webhooks', label: 'Webhooks', action: 'firm.manage' },
  { href: '/settings/history', label: 'History', action: 'audit.read' },
];
