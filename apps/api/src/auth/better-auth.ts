// The portal's own sign-in (R11): better-auth, with its own tables in the schema `auth`. There is no self-registration.
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError } from 'better-auth/api';
import { twoFactor as twoFactorPlugin } from 'better-auth/plugins/two-factor';
import { recordAccessEvent } from '@makewhole/db/audit/access-events';
import { findPrincipalByAuthUser } from '@makewhole/db/users/find-principal-by-auth-user';
import type { Db } from '@makewhole/db/connect';
import { markSignedIn } from '@makewhole/db/users/mark-signed-in';
import { useCode } from '@makewhole/db/users/use-code';
import { account, rateLimit, session, twoFactor, user, verification } from '@makewhole/db/schema/auth';
import { PASSWORD_LENGTH_MIN } from '@makewhole/domain/password-policy';
import { LOCK_SECONDS, WRONG_TRIES_MAX } from '@makewhole/domain/sign-in-limits';
import type { Logger } from '@makewhole/runtime/logger';
import type { Auth } from '../context.ts';

export type AuthSettings = {
  readonly secret: string;
  /** This API's public address. */
  readonly apiUrl: string;
  readonly portalUrl: string;
  /** Called after somebody set a password with an emailed link. */
  readonly onPasswordSet: (authUserId: string) => Promise<void>;
};

export const AUTH_PATH = '/auth';
/** Tells better-auth the address of the person who signs in; never accepted from outside (http/client-address.ts). */
export const CLIENT_ADDRESS_HEADER = 'x-makewhole-client-address';
export const VERIFY_TOTP_PATH = '/two-factor/verify-totp';
const SECOND_STEPS: ReadonlySet<string> = new Set([VERIFY_TOTP_PATH, '/two-factor/verify-backup-code']);

/** A working day. Use does not extend it: the end stated at sign-in is final. */
const SESSION_SECONDS = 12 * 60 * 60;
/** Per address. The lock of an account is in attempt-limits.ts. */
const ATTEMPTS = { window: 60, max: 20 };

export function createAuth(db: Db, settings: AuthSettings, log: Logger): Auth {
  const { secret, apiUrl, portalUrl, onPasswordSet } = settings;
  return betterAuth({
    appName: 'Makewhole',
    secret,
    baseURL: apiUrl,
    basePath: AUTH_PATH,
    trustedOrigins: [new URL(portalUrl).origin],
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: { user, session, account, verification, rateLimit, twoFactor },
      transaction: true,
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      revokeSessionsOnPasswordReset: true,
      onPasswordReset: ({ user: { id } }) => onPasswordSet(id),
    },
    // Links that we email are stored the same way (db/users/send-account-email.ts).
    verification: { storeIdentifier: 'hashed' },
    session: {
      expiresIn: SESSION_SECONDS,
      disableSessionRefresh: true,
      additionalFields: {
        stepUpAt: { type: 'date', required: false, input: false },
        lastActiveAt: { type: 'date', required: false, input: false },
      },
    },
    databaseHooks: {
      session: { create: { before: admit(db), after: recordSignIn(db) } },
    },
    plugins: [
      twoFactorPlugin({
        issuer: 'Makewhole',
        accountLockout: { maxFailedAttempts: WRONG_TRIES_MAX, durationSeconds: LOCK_SECONDS },
      }),
    ],
    rateLimit: {
      enabled: true,
      storage: 'database',
      customRules: {
        '/sign-in/email': ATTEMPTS,
        '/reset-password': ATTEMPTS,
        '/change-password': ATTEMPTS,
        '/two-factor/*': ATTEMPTS,
      },
    },
    advanced: {
      cookiePrefix: 'makewhole',
      // Explicit, because better-auth skips the check if NODE_ENV is `test`.
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    logger: {
      log: (level, message) => {
        log[level]({ part: 'better-auth' }, message);
      },
    },
    telemetry: { enabled: false },
  });
}

type NewSession = { readonly userId: string; readonly ipAddress?: string | null | undefined };
type Endpoint = { readonly path?: string; readonly body?: unknown } | null;

/** Refuses disabled people, and codes that were used before: better-auth accepts a code as long as it is valid. */
function admit(db: Db) {
  return async ({ userId }: NewSession, endpoint: Endpoint): Promise<void> => {
    if ((await findPrincipalByAuthUser(db, { authUserId: userId })) === null) {
      throw new APIError('FORBIDDEN', { code: 'ACCOUNT_DISABLED', message: 'This sign-in is disabled.' });
    }
    if (endpoint?.path !== VERIFY_TOTP_PATH) return;
    const code = codeOf(endpoint.body);
    if (await useCode(db, { authUserId: userId, code, now: new Date() })) return;
    throw new APIError('BAD_REQUEST', { code: 'CODE_USED', message: 'This code was already used.' });
  };
}

function recordSignIn(db: Db) {
  return async ({ userId, ipAddress }: NewSession, endpoint: Endpoint): Promise<void> => {
    const path = endpoint?.path ?? '';
    if (path !== '/sign-in/email' && !SECOND_STEPS.has(path)) return;
    const by = path === '/sign-in/email' ? 'password' : 'second_factor';
    const at = new Date();
    const person = await markSignedIn(db, { authUserId: userId, by, now: at });
    if (person === null) return;
    const address = ipAddress || null;
    await recordAccessEvent(db, { ...person, kind: 'signed_in', address, data: { by }, at });
  };
}

/** better-auth has checked that it is a string. */
function codeOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : '';
}
