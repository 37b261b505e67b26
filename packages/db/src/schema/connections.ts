import { sql } from 'drizzle-orm';
import {
  date,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type {
  ConnectionMode,
  ConnectionReport,
  ConnectionStatus,
  DrawsOn,
  PaysOutTo,
  Settles,
} from '@makewhole/domain/connections';
import type { ConnectionId } from '@makewhole/domain/ids';
import type { LossesDebit } from '@makewhole/domain/losses';
import type { PaymentMethod } from '@makewhole/domain/payments';
import { bytes, firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { firms } from './firms.ts';

/** A firm's accounts at its payment companies. A payment is refunded through the one that took it. */
export const processorConnections = pgTable(
  'processor_connections',
  {
    id: text().$type<ConnectionId>().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    /** Which company, by its module's name. */
    kind: text().notNull(),
    /** As the firm calls it. */
    label: text().notNull(),
    mode: text().$type<ConnectionMode>().notNull(),
    /** The company's name for the merchant. */
    account: text().notNull(),
    settles: text().$type<Settles>().notNull().default('gross'),
    paysOutTo: text().$type<PaysOutTo>().notNull().default('mixed'),
    /** Payouts that arrived before are of the time when it settled gross, and are not asked for; null: of any. */
    payoutsFrom: date(),
    status: text().$type<ConnectionStatus>().notNull().default('active'),
    /** What was found when the credentials were last checked at the company; null if that was never. */
    checkedAt: instantColumn(),
    checkReport: jsonb().$type<ConnectionReport>(),
    /** Since when the company has refused the credentials; null if it has not. */
    brokenSince: instantColumn(),
    createdAt: instantColumn().notNull().defaultNow(),
  },
  (table) => [
    unique().on(table.firmId, table.id),
    uniqueIndex('connections_one_per_account')
      .on(table.kind, table.mode, table.account)
      .where(sql`${table.status} <> 'disabled'`),
  ],
);

/** Which connection a row belongs to. Filled by a trigger where an older release leaves it out. */
export const connectionIdColumn = () => text().$type<ConnectionId>();

type OfConnection = { readonly firmId: AnyPgColumn; readonly connectionId: AnyPgColumn };

/** A row names a connection of its own firm. */
export function inConnection({ firmId, connectionId }: OfConnection) {
  return foreignKey({
    columns: [firmId, connectionId],
    foreignColumns: [processorConnections.firmId, processorConnections.id],
  });
}

/**
 * The credentials of a connection, sealed (packages/runtime/src/credentials.ts). The newest confirmed version is in use; earlier
 * ones are kept, because a send that they began is finished under them.
 */
export const connectionCredentials = pgTable(
  'connection_credentials',
  {
    firmId: firmIdColumn(),
    connectionId: connectionIdColumn().notNull(),
    /** 1, 2, 3 ... */
    version: integer().notNull(),
    sealed: bytes().notNull(),
    /** The key of the ring that sealed them. */
    keyId: text().notNull(),
    /** The last four characters of the company's key, by which people tell one from another. */
    hint: text().notNull(),
    madeBy: principalIdColumn().notNull(),
    madeAt: instantColumn().notNull(),
    confirmedBy: principalIdColumn(),
    /** Null as long as a second person has to confirm them. */
    confirmedAt: instantColumn(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.version] }), inConnection(table)],
);

/** Where money comes from and where losses go, by connection and method. No row: see findConnectionRules. */
export const connectionRules = pgTable(
  'connection_rules',
  {
    firmId: firmIdColumn(),
    connectionId: text().$type<ConnectionId>().notNull(),
    method: text().$type<PaymentMethod>().notNull(),
    lossesDebit: text().$type<LossesDebit>().notNull().default('operating'),
    /** Null as long as nobody has said it. */
    drawsOn: text().$type<DrawsOn>(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.method] }), inConnection(table)],
);
