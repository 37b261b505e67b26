import { bigint, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { AccessEventKind } from '@makewhole/domain/access-events';
import { firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { firms, principals } from './firms.ts';

/** Sign-ins, refused ones too, exports and downloads of evidence. Append-only, and not chained: it changes nothing. */
export const accessEvents = pgTable(
  'access_events',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    firmId: firmIdColumn().references(() => firms.id),
    at: instantColumn().notNull(),
    kind: text().$type<AccessEventKind>().notNull(),
    /** Whose account or key it is. */
    principalId: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    /** The network address that it came from. */
    address: text(),
    /** Codes and IDs: what was exported, by what somebody signed in. */
    data: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
  },
  (table) => [index('access_events_by_firm').on(table.firmId, table.id)],
);
