// Of all that better-auth can do, what the portal uses, and which fields it is given.
import type { AccountChange } from '@makewhole/domain/account-emails';
import { PUBLIC_BODY_BYTES_MAX } from '../http/define-route.ts';
import { AUTH_PATH, VERIFY_TOTP_PATH } from './better-auth.ts';

export type ExposedRoute = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** What is passed on of a body; what else it says, such as that a device be trusted for a month, is not. */
  readonly fields: readonly string[];
  /** Whose tries are counted: of the account that the body names, or of whose session it is. */
  readonly attempts?: 'by_email' | 'by_session';
  /** What takes a password hashes it, once or twice. */
  readonly hashes?: true;
  /** Refused to a session that has not just proved who it is, where its person has a second factor. */
  readonly stepUp?: true;
  /** What it does to the account of whose session it is. */
  readonly changes?: AccountChange;
  /** Passed on whatever was sent. */
  readonly always?: Readonly<Record<string, unknown>>;
};

export const DISABLE_PATH = '/two-factor/disable';

export const EXPOSED_ROUTES: readonly ExposedRoute[] = [
  {
    method: 'POST',
    path: '/sign-in/email',
    fields: ['email', 'password'],
    attempts: 'by_email',
    hashes: true,
  },
  { method: 'POST', path: VERIFY_TOTP_PATH, fields: ['code'], attempts: 'by_session' },
  { method: 'POST', path: '/two-factor/verify-backup-code', fields: ['code'], attempts: 'by_session' },
  { method: 'POST', path: '/two-factor/enable', fields: ['password'], attempts: 'by_session', hashes: true },
  {
    method: 'POST',
    path: DISABLE_PATH,
    fields: ['password'],
    attempts: 'by_session',
    hashes: true,
    stepUp: true,
    changes: 'second_factor_off',
  },
  {
    method: 'POST',
    path: '/two-factor/generate-backup-codes',
    fields: ['password'],
    attempts: 'by_session',
    hashes: true,
    stepUp: true,
    changes: 'recovery_codes_made',
  },
  {
    method: 'POST',
    path: '/change-password',
    changes: 'password_changed',
    fields: ['currentPassword', 'newPassword'],
    attempts: 'by_session',
    hashes: true,
    always: { revokeOtherSessions: true },
  },
  { method: 'POST', path: '/reset-password', fields: ['token', 'newPassword'], hashes: true },
  { method: 'POST', path: '/sign-out', fields: [] },
  { method: 'GET', path: '/get-session', fields: [] },
];

/** How http/ handles them. */
export const EXPOSED_PATHS = EXPOSED_ROUTES.map(({ path }) => ({
  path: AUTH_PATH + path,
  handling: { bodyBytesMax: PUBLIC_BODY_BYTES_MAX },
}));
