import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { firms } from './firms.ts';

/** The saved answer to a request with an Idempotency-Key: a retry gets the same bytes. Kept 30 days. */
export const idempotencyRecords = pgTable(
  'idempotency_records',
  {
    firmId: firmIdColumn().references(() => firms.id),
    principalId: principalIdColumn().notNull(),
    /** Method and path template: the same key on another route is another request. */
    route: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    status: integer().notNull(),
    headers: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
    body: text().notNull(),
    createdAt: instantColumn().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.principalId, table.route, table.key] }),
    index().on(table.createdAt),
  ],
);
