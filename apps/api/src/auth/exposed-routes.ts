// The better-auth endpoints that the portal uses, and the fields that they receive.
import type { AccountChange } from '@makewhole/domain/account-emails';
import { PUBLIC_BODY_BYTES_MAX } from '../http/define-route.ts';
import { AUTH_PATH, VERIFY_TOTP_PATH } from './better-auth.ts';

export type ExposedRoute = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** The fields of the body that are forwarded. Others, such as trusting a device for a month, are dropped. */
  readonly fields: readonly string[];
  /**
   * Whose tries are counted: those of the account named in the body, or of the session's user. by_link: nobody's, but a
   * success ends the lock of the link's person in this browser.
   */
  readonly attempts?: 'by_email' | 'by_session' | 'by_link';
  /** It accepts a password, and so hashes once or twice. */
  readonly hashes?: true;
  /** Requires step-up if the session's user has a second factor. */
  readonly stepUp?: true;
  /** What it changes in the account of the session's user. */
  readonly changes?: AccountChange;
  /** Sent along whatever the body says. */
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
  {
    method: 'POST',
    path: '/reset-password',
    fields: ['token', 'newPassword'],
    attempts: 'by_link',
    hashes: true,
  },
  { method: 'POST', path: '/sign-out', fields: [] },
  { method: 'GET', path: '/get-session', fields: [] },
];

/** How http/ handles them. */
export const EXPOSED_PATHS = EXPOSED_ROUTES.map(({ method, path }) => ({
  method,
  path: AUTH_PATH + path,
  handling: { bodyBytesMax: PUBLIC_BODY_BYTES_MAX },
}));
