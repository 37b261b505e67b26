// Emails about a person's own account (R11): recorded in Postgres first, then sent by a workflow that knows only the
// ID.
import type { Unused } from './access-review.ts';
import type { Instant } from './bank-calendar.ts';
import type { FirmRules } from './firm-rules.ts';

export const ACCOUNT_EMAIL_KINDS = [
  'invitation',
  'password_reset',
  'password_changed',
  'second_factor_reset',
  'rules_loosened',
  'second_factor_on',
  'second_factor_off',
  'recovery_codes_made',
  'sign_in_locked',
  'inactivity_told',
  'inactivity_ended',
] as const;
export type AccountEmailKind = (typeof ACCOUNT_EMAIL_KINDS)[number];
/** What people change about their own accounts: emailed to them, and recorded in the firm's timeline. */
export type AccountChange = Extract<
  AccountEmailKind,
  'password_changed' | 'second_factor_on' | 'second_factor_off' | 'recovery_codes_made'
>;

/** What an email reports besides its kind. */
export type AccountEmailAbout =
  /** The rules that somebody loosens, as they are and as they will be. */
  | { readonly from: Partial<FirmRules>; readonly to: Partial<FirmRules>; readonly countsFrom: Instant }
  /** The users and keys that end, or have ended, because nobody used them (access-review.ts). */
  | { readonly unused: readonly Unused[] };

const HOUR_MS = 3_600_000;

/** How long the one-time link of such an email works after it is sent; null if the email has no link. */
export const LINK_LIFETIME_MS: Record<AccountEmailKind, number | null> = {
  invitation: 7 * 24 * HOUR_MS,
  password_reset: HOUR_MS,
  password_changed: null,
  second_factor_reset: null,
  rules_loosened: null,
  second_factor_on: null,
  second_factor_off: null,
  recovery_codes_made: null,
  sign_in_locked: HOUR_MS,
  inactivity_told: null,
  inactivity_ended: null,
};

/** How often one person is invited in 24 hours: if none of these arrives, their address must be checked. */
export const INVITATIONS_A_DAY_MAX = 10;
