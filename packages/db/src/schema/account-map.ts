import { foreignKey, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { LedgerAccount } from '@makewhole/domain/postings';
import { firmIdColumn } from './columns.ts';
import { accounts } from './ledger.ts';

/** Which account of the firm's own general ledger each of ours is. Never deleted from: an account without is null. */
export const accountMap = pgTable(
  'account_map',
  {
    firmId: firmIdColumn(),
    code: text().$type<LedgerAccount>().notNull(),
    number: text(),
    name: text(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.code] }),
    foreignKey({ columns: [table.firmId, table.code], foreignColumns: [accounts.firmId, accounts.code] }),
  ],
);
