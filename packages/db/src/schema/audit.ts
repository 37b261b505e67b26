import { bigint, date, foreignKey, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { firmIdColumn, instantColumn, refundIdColumn } from './columns.ts';
import { firms } from './firms.ts';
import { refundEvents, refunds } from './refunds.ts';

/** A seal of a firm's timelines (B9), at least one a day: chained to the previous one, append-only. */
export const auditCheckpoints = pgTable(
  'audit_checkpoints',
  {
    firmId: firmIdColumn().references(() => firms.id),
    /** 1, 2, 3 ... within the firm. */
    sequence: integer().notNull(),
    /** The day on which it was made, YYYY-MM-DD in UTC. */
    day: date().notNull(),
    sealedAt: instantColumn().notNull(),
    /** The version of the firm's own timeline, if it grew since the previous checkpoint. */
    firmVersion: bigint({ mode: 'number' }),
    firmHash: text(),
    prevHash: text().notNull(),
    hash: text().notNull(),
    /** Ed25519 over its hash, in base64url, by a key that is not in the database; null if no key was set. */
    signature: text(),
  },
  (table) => [primaryKey({ columns: [table.firmId, table.sequence] })],
);

/** The version of each refund's chain that grew since the previous checkpoint. Append-only. */
export const auditHeads = pgTable(
  'audit_heads',
  {
    firmId: firmIdColumn(),
    refundId: refundIdColumn().notNull(),
    version: bigint({ mode: 'number' }).notNull(),
    sequence: integer().notNull(),
    hash: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.refundId, table.version] }),
    index('audit_heads_by_checkpoint').on(table.firmId, table.sequence, table.refundId),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
    foreignKey({
      columns: [table.firmId, table.sequence],
      foreignColumns: [auditCheckpoints.firmId, auditCheckpoints.sequence],
    }),
  ],
);

/** What a person wrote about an event: beside the chain, which holds its salted hash (docs/audit.md). Append-only. */
export const refundEventNotes = pgTable(
  'refund_event_notes',
  {
    firmId: firmIdColumn(),
    refundId: refundIdColumn().notNull(),
    seq: bigint({ mode: 'number' }).notNull(),
    salt: text().notNull(),
    text: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.firmId, table.refundId, table.seq] }),
    foreignKey({
      columns: [table.firmId, table.refundId, table.seq],
      foreignColumns: [refundEvents.firmId, refundEvents.refundId, refundEvents.seq],
    }),
  ],
);
