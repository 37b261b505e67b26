import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { InvoiceId } from '@makewhole/domain/ids';
import { amountColumn, currencyColumn, firmIdColumn, instantColumn, matterIdColumn } from './columns.ts';
import { bankAccountIdColumn, inBankAccount } from './bank-accounts.ts';
import { firms } from './firms.ts';

export const clients = pgTable(
  'clients',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    /** The client's ID in the firm's practice-management system; null for one that came without. */
    externalId: text(),
    name: text().notNull(),
    email: text(),
    /** Closed in the firm's own system. */
    closed: boolean().notNull().default(false),
    /** When the firm's own system said this: an older statement never replaces a newer one. */
    importedAsOf: instantColumn(),
  },
  (table) => [
    unique().on(table.firmId, table.id),
    uniqueIndex('clients_by_external_id').on(table.firmId, table.externalId),
  ],
);

export const matters = pgTable(
  'matters',
  {
    id: matterIdColumn().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    /** The matter's ID in the firm's practice-management system. */
    externalId: text().notNull(),
    number: text().notNull(),
    name: text().notNull(),
    clientId: text()
      .notNull()
      .references(() => clients.id),
    /** Closed in the firm's own system: nothing is deleted, and its records are kept as before. */
    closed: boolean().notNull().default(false),
    /** When the firm's own system said this; null if it never did. */
    importedAsOf: instantColumn(),
    /** From when its records' retention counts, and since when a legal hold keeps them all (domain/retention.ts). */
    closedAt: instantColumn(),
    legalHoldSince: instantColumn(),
  },
  (table) => [
    unique().on(table.firmId, table.id),
    unique().on(table.firmId, table.externalId),
    unique().on(table.firmId, table.number),
  ],
);

/** The people of the firm who work on a matter: each gets one email per refund (R9). */
export const matterUsers = pgTable(
  'matter_users',
  {
    firmId: firmIdColumn(),
    matterId: matterIdColumn().notNull(),
    email: text().notNull(),
    name: text().notNull(),
    /** When they left the matter; null as long as they work on it. */
    leftAt: instantColumn(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.matterId, table.email] }),
    foreignKey({ columns: [table.firmId, table.matterId], foreignColumns: [matters.firmId, matters.id] }),
  ],
);

/**
 * A matter's money in one trust account, as the ledger owes it to the client. A row, not a sum, because holds must be
 * serialized (B4). No act of ours overdraws it; what the bank takes back is a fact, and makes it negative: a shortage,
 * which somebody must replenish the same day. Triggers on ledger_entries and trust_holds write it (ADR 39).
 */
export const trustAccountBalances = pgTable(
  'trust_account_balances',
  {
    firmId: firmIdColumn(),
    matterId: matterIdColumn().notNull(),
    bankAccountId: bankAccountIdColumn().notNull(),
    balance: amountColumn()
      .notNull()
      .default(sql`0`),
    held: amountColumn()
      .notNull()
      .default(sql`0`),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.matterId, table.bankAccountId] }),
    inBankAccount(table),
    check('trust_account_held_not_negative', sql`${table.held} >= 0`),
    index('trust_account_shortages')
      .on(table.firmId, table.matterId)
      .where(sql`${table.balance} < 0`),
  ],
);

/**
 * The totals of a matter's trust accounts, for processes of an earlier release, which run beside this one during a
 * deploy and reserve against them. Nothing of this release decides by them.
 */
export const trustBalances = pgTable(
  'trust_balances',
  {
    firmId: firmIdColumn(),
    matterId: matterIdColumn().notNull(),
    balance: amountColumn().notNull(),
    held: amountColumn()
      .notNull()
      .default(sql`0`),
    /** For workers of an earlier release only: a trigger subtracts what they write here from the balance. */
    shortfall: amountColumn()
      .notNull()
      .default(sql`0`),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.matterId] }),
    foreignKey({ columns: [table.firmId, table.matterId], foreignColumns: [matters.firmId, matters.id] }),
    check('trust_shortfall_positive', sql`${table.shortfall} >= 0`),
    check('trust_held_not_negative', sql`${table.held} >= 0`),
    index('trust_shortages')
      .on(table.firmId, table.matterId)
      .where(sql`${table.balance} < 0`),
  ],
);

export const invoices = pgTable(
  'invoices',
  {
    id: text().$type<InvoiceId>().primaryKey(),
    firmId: firmIdColumn(),
    matterId: matterIdColumn().notNull(),
    externalId: text().notNull(),
    number: text().notNull(),
    total: amountColumn().notNull(),
    currency: currencyColumn().notNull(),
    issuedAt: instantColumn().notNull(),
    /** Closed in the firm's own system: paid, written off or withdrawn there. */
    closed: boolean().notNull().default(false),
    /** When the firm's own system said this; null if it never did. */
    importedAsOf: instantColumn(),
  },
  (table) => [
    unique().on(table.firmId, table.id),
    unique().on(table.firmId, table.externalId),
    unique().on(table.firmId, table.number),
    index().on(table.firmId, table.matterId),
    foreignKey({ columns: [table.firmId, table.matterId], foreignColumns: [matters.firmId, matters.id] }),
    check('invoice_total_positive', sql`${table.total} > 0`),
  ],
);
