import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { firmIdColumn, instantColumn } from './columns.ts';
import { firms } from './firms.ts';

/** Reasons that a firm often gives (R3). A refund keeps the text sent: changing a template changes no refund. */
export const reasonTemplates = pgTable(
  'reason_templates',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    /** The name by which a person chooses it. */
    label: text().notNull(),
    /** The text that the matter's users read. */
    text: text().notNull(),
    /** Its position in the list: 1, 2, 3 ... among the active ones. */
    position: integer().notNull(),
    /** Set if it is no longer offered; it can be restored. */
    archivedAt: instantColumn(),
  },
  (table) => [index('reason_templates_by_position').on(table.firmId, table.position, table.id)],
);
