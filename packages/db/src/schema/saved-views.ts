import { foreignKey, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { principals } from './firms.ts';

/** A list with its filters, under the name that one person gave it. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn(),
    principalId: principalIdColumn().notNull(),
    name: text().notNull(),
    /** The list's own query string, without its page. */
    query: text().notNull(),
    createdAt: instantColumn().notNull(),
  },
  (table) => [
    foreignKey({ columns: [table.principalId], foreignColumns: [principals.id] }),
    index('saved_views_of_person').on(table.firmId, table.principalId, table.id),
    // Two with one name could not be told apart.
    uniqueIndex('saved_views_by_name').on(table.firmId, table.principalId, sql`lower(${table.name})`),
  ],
);
