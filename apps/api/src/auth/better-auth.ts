// The portal's own sign-in (R11): better-auth with tables of its own in schema `auth`. Nobody signs up by themselves.
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import type { Db } from '@makewhole/db/connect';
import { account, rateLimit, session, user, verification } from '@makewhole/db/schema/auth';
import type { Logger } from '@makewhole/runtime/logger';

export type Auth = ReturnType<typeof createAuth>;

export type AuthSettings = {
  readonly secret: string;
  /** This API's public address. */
  readonly apiUrl: string;
  readonly portalUrl: string;
};

export const AUTH_PATH = '/auth';
/** Where we tell better-auth the address of who signs in: never taken from outside (client-address.ts). */
export const CLIENT_ADDRESS_HEADER = 'x-makewhole-client-address';

/** A working day. Not prolonged by use: the end that was told at sign-in is the end. */
const SESSION_SECONDS = 12 * 60 * 60;
const SIGN_INS = { window: 60, max: 20 };
const PASSWORD_LENGTH_MIN = 12;

export function createAuth(db: Db, { secret, apiUrl, portalUrl }: AuthSettings, log: Logger) {
  return betterAuth({
    appName: 'Makewhole',
    secret,
    baseURL: apiUrl,
    basePath: AUTH_PATH,
    trustedOrigins: [new URL(portalUrl).origin],
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: { user, session, account, verification, rateLimit },
      transaction: true,
    }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_LENGTH_MIN },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    rateLimit: { enabled: true, storage: 'database', customRules: { '/sign-in/email': SIGN_INS } },
    advanced: {
      cookiePrefix: 'makewhole',
      // Said outright, because better-auth leaves the check out where NODE_ENV is `test`.
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
