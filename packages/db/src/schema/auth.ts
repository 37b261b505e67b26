// The portal's own sign-ins (R11), in a schema apart: written by better-auth, whose field names these are.
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
    /** When its person last proved once more who they are. */
    stepUpAt: instantColumn(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [index().on(table.userId)],
);

/** A way to sign in; for provider `credential` the password's hash. */
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

/** Links to set a password, and sign-ins that still want a code. A trigger ends them when the password is set, by whatever way. */
export const verification = auth.table(
  'verification',
  {
    id: id(),
    identifier: text().notNull(),
    /** Whom it is about, as a rule: the ID of a user. */
    value: text().notNull(),
    /** Written by us: true of a link that we mailed. */
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

/** A person's authenticator app: the secret and the recovery codes are encrypted by better-auth. */
export const twoFactor = auth.table(
  'two_factor',
  {
    id: id(),
    secret: text().notNull(),
    backupCodes: text().notNull(),
    userId: userId(),
    /** False until the first code proved that the app has the secret. */
    verified: boolean().notNull().default(true),
    failedVerificationCount: integer().notNull().default(0),
    lockedUntil: instantColumn(),
  },
  (table) => [index().on(table.userId)],
);

/** Codes of authenticator apps that were taken: none is taken twice while it is valid. Written by us, not by better-auth. */
export const usedCode = auth.table(
  'used_code',
  { userId: userId(), code: text().notNull(), usedAt: createdAt() },
  (table) => [primaryKey({ columns: [table.userId, table.code] })],
);

/** How often something was tried of late, such as a password for one account. Written by us, not by better-auth. */
export const tries = auth.table(
  'tries',
  {
    /** What is tried, hashed: it may name a person. */
    key: text().primaryKey(),
    count: integer().notNull(),
    /** When counting starts anew. */
    until: instantColumn().notNull(),
  },
  (table) => [index().on(table.until)],
);
