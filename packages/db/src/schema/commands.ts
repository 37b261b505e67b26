import { foreignKey, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { CommandKind } from '@makewhole/domain/commands';
import { firmIdColumn, instantColumn, principalIdColumn, refundIdColumn } from './columns.ts';
import { refunds } from './refunds.ts';

/** A person's command, recorded before the workflow receives it, so that payloads contain no user-written text. */
export const commands = pgTable(
  'instructions',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn(),
    refundId: refundIdColumn().notNull(),
    kind: text().$type<CommandKind>().notNull(),
    actor: principalIdColumn().notNull(),
    body: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    createdAt: instantColumn().notNull().defaultNow(),
  },
  (table) => [
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
  ],
);
