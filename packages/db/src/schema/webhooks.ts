import { sql } from 'drizzle-orm';
import { foreignKey, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { DeliveryStatus, WebhookEvent, WebhookPayload } from '@makewhole/domain/webhooks';
import { firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { firms, principals } from './firms.ts';

/** Where a firm's programs receive events. The secrets are derived from the ID and a version, and never stored. */
export const webhookEndpoints = pgTable(
  'webhook_endpoints',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    url: text().notNull(),
    description: text().notNull(),
    /** Null: every event. */
    eventTypes: text().array().$type<WebhookEvent[]>(),
    secretVersion: integer().notNull().default(1),
    /** Until when the previous secret also signs. */
    previousSecretUntil: instantColumn(),
    disabledAt: instantColumn(),
    disabledBecause: text().$type<'person' | 'failing' | 'gone'>(),
    /** Start of the current run of failures; null while it works. */
    failingSince: instantColumn(),
    /** When the firm was notified of the failures. */
    toldAt: instantColumn(),
    createdBy: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    createdAt: instantColumn().notNull(),
  },
  (table) => [unique().on(table.firmId, table.id), index('webhook_endpoints_of_firm').on(table.firmId)],
);

/** One event for one endpoint, written in the event's own transaction, and attempted until it is delivered. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn(),
    endpointId: text().notNull(),
    /** The receiver's `webhook-id`: the same for each attempt and each redelivery. */
    eventId: text().notNull(),
    payload: jsonb().$type<WebhookPayload>().notNull(),
    status: text().$type<DeliveryStatus>().notNull().default('pending'),
    round: integer().notNull().default(1),
    attempts: integer().notNull().default(0),
    /** The result of the newest attempt: an HTTP status, or why there was none. */
    lastStatus: integer(),
    lastError: text(),
    lastDurationMs: integer(),
    lastAttemptAt: instantColumn(),
    deliveredAt: instantColumn(),
    createdAt: instantColumn().notNull(),
    /** Set once its workflow is known to run; while it is null, the sweep starts one. */
    workflowRunId: text(),
  },
  (table) => [
    unique().on(table.firmId, table.endpointId, table.eventId),
    foreignKey({
      columns: [table.firmId, table.endpointId],
      foreignColumns: [webhookEndpoints.firmId, webhookEndpoints.id],
    }),
    index('webhook_deliveries_newest').on(table.firmId, table.id),
    index('webhook_deliveries_of_endpoint').on(table.firmId, table.endpointId, table.id),
    index('webhook_deliveries_carried')
      .on(table.id)
      .where(sql`${table.status} = 'pending'`),
  ],
);
