import { sql } from 'drizzle-orm';
import { foreignKey, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { DeliveryStatus, WebhookPayload } from '@makewhole/domain/webhooks';
import type { WebhookEvent } from '@makewhole/domain/refund-events';
import { firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { firms, principals } from './firms.ts';

/** Where a firm's programs are told of events. The secrets are made from the ID and a version, and kept nowhere. */
export const webhookEndpoints = pgTable(
  'webhook_endpoints',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn().references(() => firms.id),
    url: text().notNull(),
    description: text().notNull(),
    /** Null: every one. */
    eventTypes: text().array().$type<WebhookEvent[]>(),
    secretVersion: integer().notNull().default(1),
    /** Until when the version before it signs too. */
    previousSecretUntil: instantColumn(),
    disabledAt: instantColumn(),
    disabledBecause: text().$type<'person' | 'failing' | 'gone'>(),
    /** Since when nothing but failures came; null while it works. */
    failingSince: instantColumn(),
    /** When the firm was told of that. */
    toldAt: instantColumn(),
    createdBy: principalIdColumn()
      .notNull()
      .references(() => principals.id),
    createdAt: instantColumn().notNull(),
  },
  (table) => [unique().on(table.firmId, table.id), index('webhook_endpoints_of_firm').on(table.firmId)],
);

/** One event for one endpoint, written in the transaction of the event itself, and attempted until it is delivered. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: text().primaryKey(),
    firmId: firmIdColumn(),
    endpointId: text().notNull(),
    /** The receiver's `webhook-id`: the same for each attempt and each replay. */
    eventId: text().notNull(),
    payload: jsonb().$type<WebhookPayload>().notNull(),
    status: text().$type<DeliveryStatus>().notNull().default('pending'),
    round: integer().notNull().default(1),
    attempts: integer().notNull().default(0),
    /** What the newest attempt came to: an HTTP status, or why there was none. */
    lastStatus: integer(),
    lastError: text(),
    lastDurationMs: integer(),
    lastAttemptAt: instantColumn(),
    deliveredAt: instantColumn(),
    createdAt: instantColumn().notNull(),
    /** Set once its workflow is known to run; what stays null is started by the sweep. */
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
