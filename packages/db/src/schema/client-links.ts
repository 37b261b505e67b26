import { foreignKey, index, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { ClientLinkId } from '@makewhole/domain/ids';
import { firmIdColumn, instantColumn, principalIdColumn, refundIdColumn } from './columns.ts';
import { refunds } from './refunds.ts';

/** A link by which a client sees their refund without a sign-in. Its token is never stored, only its hash. */
export const clientLinks = pgTable(
  'client_links',
  {
    id: text().$type<ClientLinkId>().primaryKey(),
    firmId: firmIdColumn(),
    refundId: refundIdColumn().notNull(),
    /** SHA-256 of the token, in hex. */
    tokenHash: text().notNull(),
    /** Null for one that Makewhole made for an email. */
    madeBy: principalIdColumn(),
    madeAt: instantColumn().notNull(),
    expiresAt: instantColumn().notNull(),
    revokedAt: instantColumn(),
    revokedBy: principalIdColumn(),
  },
  (table) => [
    unique().on(table.tokenHash),
    index('client_links_of_refund').on(table.firmId, table.refundId),
    foreignKey({ columns: [table.firmId, table.refundId], foreignColumns: [refunds.firmId, refunds.id] }),
  ],
);
