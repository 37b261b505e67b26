// How far the backfill of a connection has come (ADR 55): the only place that says so.
import { sql } from 'drizzle-orm';
import { boolean, check, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type {
  SyncCounts,
  SyncSamples,
  SyncState,
  SyncStream,
} from '@makewhole/domain/contracts/processor-sync';
import { firmIdColumn, instantColumn } from './columns.ts';
import { connectionIdColumn, inConnection } from './connections.ts';

export const processorSync = pgTable(
  'processor_sync',
  {
    connectionId: connectionIdColumn().primaryKey(),
    firmId: firmIdColumn(),
    state: text().$type<SyncState>().notNull(),
    /** How far back it goes; inclusive. */
    since: instantColumn().notNull(),
    /** A refund made elsewhere before this is history; a later one is a difference that somebody must explain. */
    beganAt: instantColumn().notNull(),
    stream: text().$type<SyncStream>().notNull(),
    /** The window that is read now: inclusive, exclusive; by the processor's clock. */
    windowFrom: instantColumn().notNull(),
    windowTo: instantColumn().notNull(),
    /** The newest window is read once more at the end. */
    secondPass: boolean().notNull().default(false),
    /** Of the stream in this window; null for its first page. */
    cursor: text(),
    /** Pages read so far; a page is applied only to the count that it was asked for at. */
    pages: integer().notNull().default(0),
    counts: jsonb().$type<SyncCounts>().notNull().default({}),
    /** IDs of what could not be taken over, a few of each kind. */
    samples: jsonb().$type<SyncSamples>().notNull().default({}),
    /** When the last page was applied. */
    pageAt: instantColumn().notNull(),
    finishedAt: instantColumn(),
  },
  (table) => [
    inConnection(table),
    check('sync_window_runs_forward', sql`${table.windowFrom} < ${table.windowTo}`),
    check('sync_finished_when_done', sql`(${table.state} = 'done') = (${table.finishedAt} IS NOT NULL)`),
  ],
);
