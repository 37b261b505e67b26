// The portal's own sign-ins (R11), in a separate schema: better-auth writes it and chose the field names.
import { bigint, boolean, index, integer, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core';
import { instantColumn } from './columns.ts';

const auth = pgSchema('auth');

const id = () => text().primaryKey();
const createdAt = () => instantColumn().notNull().defaultNow();

export const user = auth.table('user', {
  id: id(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: boolean().notNull().default(false),
  image: text(),
  twoFactorEnabled: boolean().notNull().default(false),
  createdAt: createdAt(),
  updatedAt: createdAt(),
});

const userId = () =>
  text()
    .notNull()
    .references(() => user.id, { onDelete: 'cascade' });

export const session = auth.table(
  'session',
  {
    id: id(),
    expiresAt: instantColumn().notNull(),
    token: text().notNull().unique(),
    ipAddress: text(),
    userAgent: text(),
    userId: userId(),
    /** When its user last confirmed their identity. */
    stepUpAt: instantColumn(),
    /** When its user last did something; null until the first request. Written by us (users/idle-session.ts). */
    lastActiveAt: instantColumn(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [index().on(table.userId)],
);

/** A way to sign in; for provider `credential`, the password's hash. */
export const account = auth.table(
  'account',
  {
    id: id(),
    accountId: text().notNull(),
    providerId: text().notNull(),
    userId: userId(),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: instantColumn(),
    refreshTokenExpiresAt: instantColumn(),
    scope: text(),
    password: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [index().on(table.userId)],
);

/** Links to set a password, and sign-ins that still need a code. A trigger ends them when the password is set. */
export const verification = auth.table(
  'verification',
  {
    id: id(),
    identifier: text().notNull(),
    /** Usually the ID of the user it is about. */
    value: text().notNull(),
    /** Written by us: true for a link that we mailed. */
    isPasswordLink: boolean().notNull().default(false),
    expiresAt: instantColumn().notNull(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [index().on(table.identifier), index().on(table.value)],
);

export const rateLimit = auth.table('rate_limit', {
  id: id(),
  key: text().notNull().unique(),
  count: integer().notNull(),
  lastRequest: bigint({ mode: 'number' }).notNull(),
});

/** A person's authenticator app; better-auth encrypts the secret and the recovery codes. */
export const twoFactor = auth.table(
  'two_factor',
  {
    id: id(),
    secret: text().notNull(),
    backupCodes: text().notNull(),
    userId: userId(),
    /** False until a first code proves that the app has the secret. */
    verified: boolean().notNull().default(true),
    failedVerificationCount: integer().notNull().default(0),
    lockedUntil: instantColumn(),
  },
  (table) => [index().on(table.userId)],
);

/** Accepted authenticator codes: none is accepted twice while it is valid. Written by us, not by better-auth. */
export const usedCode = auth.table(
  'used_code',
  { userId: userId(), code: text().notNull(), usedAt: createdAt() },
  (table) => [primaryKey({ columns: [table.userId, table.code] })],
);

/** Recent attempts, such as at the password of one account. Written by us, not by better-auth. */
export const tries = auth.table(
  'tries',
  {
    /** A hash of what was attempted, because it may name a person. */
    key: text().primaryKey(),
    count: integer().notNull(),
    /** When counting starts over. */
    until: instantColumn().notNull(),
  },
  (table) => [index().on(table.until)],
);

/** The last four passwords of each person, as hashes: none may be chosen again. A trigger writes and prunes it. */
export const passwordHistory = auth.table(
  'password_history',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    userId: userId(),
    hash: text().notNull(),
    setAt: createdAt(),
  },
  (table) => [index().on(table.userId, table.id)],
);
