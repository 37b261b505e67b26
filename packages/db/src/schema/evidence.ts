import { sql } from 'drizzle-orm';
import { check, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { EvidenceType } from '@makewhole/domain/evidence';
import { bytes, firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { firms, principals } from './firms.ts';

/**
 * Files that prove what was done outside, as uploaded. Append-only, except that an owner may redact one: its content
 * goes, once and for good, and the rest stays (ADR 26).
 */
export const evidenceFiles = pgTable(
  'evidence_files',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    mediaType: text().$type<EvidenceType>().notNull(),
    size: integer().notNull(),
    /** SHA-256 of the content, in hex. */
    sha256: text().notNull(),
    /** Null once it is redacted. */
    content: bytes(),
    keptBy: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    keptAt: instantColumn().notNull(),
    redactedAt: instantColumn(),
    redactedBy: principalIdColumn().references(() => principals.id),
    redactionReason: text(),
    /** For the hash of the reason in the firm's timeline (docs/audit.md). */
    redactionSalt: text(),
  },
  (table) => [
    unique().on(table.firmId, table.sha256),
    check(
      'evidence_redacted_or_kept',
      sql`num_nulls(${table.content}) = 1 - num_nulls(${table.redactedAt}) AND num_nulls(${table.redactedAt}, ${table.redactedBy}, ${table.redactionReason}, ${table.redactionSalt}) IN (0, 4)`,
    ),
  ],
);
