import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type { ClientAccountings } from '@makewhole/domain/client-accounting';
import type { ApprovalRule } from '@makewhole/domain/approval';
import type { AchWait } from '@makewhole/domain/ach-wait';
import type { RiskyRefunds } from '@makewhole/domain/approval-reasons';
import type { FirmEventType } from '@makewhole/domain/firm-events';
import { NEW_FIRM_RULES, type PendingRules } from '@makewhole/domain/firm-rules';
import type { Basis } from '@makewhole/domain/journal-export';
import { RETENTION_YEARS_DEFAULT } from '@makewhole/domain/retention';
import type { Role, Scope } from '@makewhole/domain/roles';
import type { SetupStepName } from '@makewhole/domain/setup-steps';
import type { StepEvidence } from '@makewhole/domain/trust-authority';
import type { TrustStepsFrom } from '@makewhole/domain/trust-steps-owed';
import { amountColumn, firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';

export const firms = pgTable('firms', {
  id: firmIdColumn().primaryKey(),
  name: text().notNull(),
  /** IANA zone in which the firm's screens and emails show times. */
  timeZone: text().notNull().default('America/New_York'),
  /** The firm's account at the payment processor. */
  processorAccount: text().notNull().unique(),
  /** For processes of an earlier release: a trigger keeps it and the two below in step. */
  achReturnBankDays: integer().notNull().default(5),
  /** How long an ACH payment waits before it can be refunded (B7), by the kind of account that received it. */
  achWaitOperating: jsonb()
    .$type<AchWait>()
    .notNull()
    .$defaultFn(() => NEW_FIRM_RULES.achWaitOperating),
  achWaitTrust: jsonb()
    .$type<AchWait>()
    .notNull()
    .$defaultFn(() => NEW_FIRM_RULES.achWaitTrust),
  /** Which refunds a second person must approve (B8), and above which amount. */
  approvalRule: text().$type<ApprovalRule>().notNull().default(NEW_FIRM_RULES.approvalRule),
  approvalOverAmount: amountColumn(),
  /** Whether everyone who signs in needs a second factor (R11). */
  secondFactorRequired: boolean().notNull().default(NEW_FIRM_RULES.secondFactorRequired),
  /** Above which amount a person must confirm their identity before a refund; null for never. */
  stepUpOverAmount: amountColumn(),
  /** From when on the trust steps of a refund are owed (R5). */
  trustStepsFrom: text().$type<TrustStepsFrom>().notNull().default(NEW_FIRM_RULES.trustStepsFrom),
  /** Whether a file must prove the steps that take money out of trust. */
  stepEvidence: text().$type<StepEvidence>().notNull().default(NEW_FIRM_RULES.stepEvidence),
  /** Whether a second person must approve what the preview warns of (EL1, EL3). */
  riskyRefunds: text().$type<RiskyRefunds>().notNull().default(NEW_FIRM_RULES.riskyRefunds),
  /** Whether whoever authorized a trust step may not match its bank lines (T10). */
  separateDuties: boolean().notNull().default(NEW_FIRM_RULES.separateDuties),
  /** How many days old an imported trust balance may be for a refund of trust money (ADR 53). */
  trustBalanceDays: integer().notNull().default(NEW_FIRM_RULES.trustBalanceDays),
  /** Whether clients get an accounting after a distribution (EM2); null follows the state that a lawyer confirmed. */
  clientAccountings: text().$type<ClientAccountings>(),
  /** From when on, if it is on. */
  clientAccountingsSince: instantColumn(),
  /** Looser rules that take effect at a later instant: read the rules through `rulesAsOf`. */
  pendingRules: jsonb().$type<PendingRules>().notNull().default({}),
  /** After how many bank days people are reminded of what is open, and the owner is notified (B5). */
  remindAfterBankDays: integer().array().notNull().default([2, 5]),
  escalateAfterBankDays: integer().notNull().default(7),
  /** How long trust records are kept at least, and since when nothing is deleted at all (domain/retention.ts). */
  retentionYears: integer().notNull().default(RETENTION_YEARS_DEFAULT),
  legalHoldSince: instantColumn(),
  /** On which basis the journal is exported to the firm's own general ledger (ADR 58). */
  journalBasis: text().$type<Basis>().notNull().default('accrual'),
  /** Steps of the setup that the firm does without, as an owner says. */
  setupNotForUs: text().array().$type<SetupStepName[]>().notNull().default([]),
  /** Since when the operator lets nobody sign in and no API key work; open refunds go on. Null: they may. */
  suspendedAt: instantColumn(),
  /** The number and the hash of its newest event; 0 and '' before the first. */
  version: bigint({ mode: 'number' }).notNull().default(0),
  headHash: text().notNull().default(''),
  createdAt: instantColumn().notNull().defaultNow(),
});

/** Changes to a firm: its rules, its people, its keys. Append-only, chained like a refund's timeline (B9). */
export const firmEvents = pgTable(
  'firm_events',
  {
    firmId: firmIdColumn().references(() => firms.id),
    /** 1, 2, 3 ... within the firm. */
    seq: bigint({ mode: 'number' }).notNull(),
    at: instantColumn().notNull(),
    type: text().$type<FirmEventType>().notNull(),
    /** A principal's ID, or `operator`. */
    actor: text().notNull(),
    data: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    prevHash: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.firmId, table.seq] })],
);

/** Who acts in a firm: a portal user or an API client. A principal outlives its sign-ins and keys. */
export const principals = pgTable(
  'principals',
  {
    id: principalIdColumn().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    kind: text().$type<'user' | 'api_client'>().notNull(),
    name: text().notNull(),
    email: text(),
    /** What a user may do; null for an API client, whose keys have scopes instead. */
    role: text().$type<Role>(),
    /** The sign-in (auth.user) of a portal user. */
    authUserId: text().unique(),
    lastSignInAt: instantColumn(),
    /** When they were disabled; null if they may sign in. */
    disabledAt: instantColumn(),
    /** Who let them in last, and when: invited or enabled them, or raised their role to one that approves refunds. */
    letInBy: principalIdColumn().references((): AnyPgColumn => principals.id),
    letInAt: instantColumn(),
    /** When the owners were told that they will be disabled for inactivity. */
    inactivityToldAt: instantColumn(),
    createdAt: instantColumn().notNull().defaultNow(),
  },
  (table) => [unique().on(table.firmId, table.id)],
);

/** API keys are stored as SHA-256 only: the key itself is shown once, when it is made. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    principalId: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    hash: text().notNull(),
    /** The first characters, by which a person recognizes the key. */
    prefix: text().notNull(),
    scopes: text().array().$type<Scope[]>().notNull(),
    createdAt: instantColumn().notNull().defaultNow(),
    /** The person who made it; null for a firm's initial keys. */
    createdBy: principalIdColumn().references(() => principals.id),
    /** Accurate to the minute: not every use is written. */
    lastUsedAt: instantColumn(),
    revokedAt: instantColumn(),
    /** When the owners were told that it will be revoked because nobody uses it. */
    inactivityToldAt: instantColumn(),
  },
  (table) => [uniqueIndex().on(table.hash), index('api_keys_by_firm').on(table.firmId, table.createdAt)],
);
