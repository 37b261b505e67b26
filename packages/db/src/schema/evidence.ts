import { customType, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { EvidenceType } from '@makewhole/domain/evidence';
import { firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { firms, principals } from './firms.ts';

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** Files that prove what was done outside, as uploaded. Append-only. */
export const evidenceFiles = pgTable(
  'evidence_files',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    mediaType: text().$type<EvidenceType>().notNull(),
    size: integer().notNull(),
    /** SHA-256 of the content, in hex. */
    sha256: text().notNull(),
    content: bytes().notNull(),
    keptBy: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    keptAt: instantColumn().notNull(),
  },
  (table) => [unique().on(table.firmId, table.sha256)],
);
