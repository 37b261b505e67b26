import { bigint, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { AccessEventKind } from '@makewhole/domain/access-events';
import { firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { firms, principals } from './firms.ts';

/** Sign-ins (refused ones too), exports and downloads of evidence. Append-only, not chained: they change nothing. */
export const accessEvents = pgTable(
  'access_events',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    firmId: firmIdColumn().references(() => firms.id),
    at: instantColumn().notNull(),
    kind: text().$type<AccessEventKind>().notNull(),
    /** The owner of the account or key. */
    principalId: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    /** The client's network address. */
    address: text(),
    /** Codes and IDs: what was exported, how somebody signed in. */
    data: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
  },
  (table) => [index('access_events_by_firm').on(table.firmId, table.id)],
);
