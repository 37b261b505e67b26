import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { firmIdColumn, instantColumn } from './columns.ts';
import { firms } from './firms.ts';

/** Reasons that a firm gives often (R3). A refund keeps the words that were sent: changing one here changes no refund. */
export const reasonTemplates = pgTable(
  'reason_templates',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    /** By which a person chooses it. */
    label: text().notNull(),
    /** What the matter's users read. */
    text: text().notNull(),
    /** Its place in the list: 1, 2, 3 ... among those that are not archived. */
    position: integer().notNull(),
    /** It is offered no more, and can be brought back. */
    archivedAt: instantColumn(),
  },
  (table) => [index('reason_templates_by_position').on(table.firmId, table.position, table.id)],
);
