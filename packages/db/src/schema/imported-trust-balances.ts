import { sql } from 'drizzle-orm';
import { foreignKey, index, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { bankAccountIdColumn, inBankAccount } from './bank-accounts.ts';
import { amountColumn, firmIdColumn, instantColumn, matterIdColumn } from './columns.ts';
import { matters } from './matters.ts';

/**
 * What the firm's own system last said that a matter has in a trust account (ADR 53). No posting comes of it: it is
 * compared with trust_account_balances. The firm's timeline has each statement that changed it.
 */
export const importedTrustBalances = pgTable(
  'imported_trust_balances',
  {
    firmId: firmIdColumn(),
    matterId: matterIdColumn().notNull(),
    bankAccountId: bankAccountIdColumn().notNull(),
    /** Minor units; negative where it is overdrawn there. */
    balance: amountColumn().notNull(),
    /** When that system said it: an older statement never replaces a newer one. */
    asOf: instantColumn().notNull(),
    importedAt: instantColumn().notNull(),
    /** Since when our ledger or its holds have changed without a comparison; null if compared. A trigger sets it. */
    changedAt: instantColumn(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.matterId, table.bankAccountId] }),
    foreignKey({ columns: [table.firmId, table.matterId], foreignColumns: [matters.firmId, matters.id] }),
    inBankAccount(table),
    index('imported_trust_balances_by_age').on(table.firmId, table.bankAccountId, table.asOf),
    index('imported_trust_balances_to_compare')
      .on(table.changedAt)
      .where(sql`${table.changedAt} IS NOT NULL`),
  ],
);
