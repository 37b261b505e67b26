import { foreignKey, index, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { amountColumn, firmIdColumn, instantColumn, matterIdColumn } from './columns.ts';
import { matters } from './matters.ts';

/** The accountings to clients, word for word as they are sent (EM2). Append-only; a firm event has the SHA-256 of each. */
export const clientAccountings = pgTable(
  'client_accountings',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn(),
    matterId: matterIdColumn().notNull(),
    /** What was recorded by then is in it; the next one begins there. */
    through: instantColumn().notNull(),
    balanceBefore: amountColumn().notNull(),
    balanceAfter: amountColumn().notNull(),
    recipientName: text().notNull(),
    /** Null if the firm has no address of the client: it is not sent, and can be printed. */
    recipientEmail: text(),
    subject: text().notNull(),
    text: text().notNull(),
    html: text().notNull(),
    /** Of subject and text, with a line break between them. */
    sha256: text().notNull(),
    createdAt: instantColumn().notNull(),
  },
  (table) => [
    unique('client_accountings_once').on(table.firmId, table.matterId, table.through),
    index('client_accountings_by_firm').on(table.firmId, table.id),
    foreignKey({ columns: [table.firmId, table.matterId], foreignColumns: [matters.firmId, matters.id] }),
  ],
);
