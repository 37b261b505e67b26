// How far the sync of a connection has come (ADR 55): the only place that says so.
import { sql } from 'drizzle-orm';
import { boolean, check, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type {
  SyncCounts,
  SyncSamples,
  SyncState,
  SyncStream,
  SyncWait,
} from '@makewhole/domain/contracts/processor-sync';
import { firmIdColumn, instantColumn, principalIdColumn } from './columns.ts';
import { connectionIdColumn, inConnection } from './connections.ts';

export const processorSync = pgTable(
  'processor_sync',
  {
    /** The connection's ID; of its dry run, with `:trial` behind it. */
    id: text().primaryKey(),
    firmId: firmIdColumn(),
    connectionId: connectionIdColumn().notNull(),
    /** A dry run: nothing is kept of it but this row. */
    isTrial: boolean().notNull().default(false),
    state: text().$type<SyncState>().notNull(),
    /** How far back it is to go; inclusive. */
    since: instantColumn().notNull(),
    /** A refund made elsewhere before this is history; a later one is a difference that somebody must explain. */
    beganAt: instantColumn().notNull(),
    /** Back to here everything was read; null until a window was. */
    reached: instantColumn(),
    stream: text().$type<SyncStream>().notNull(),
    /** The stretch of the past that is read now, or was last: inclusive, exclusive; by the company's clock, as all below. */
    runFrom: instantColumn().notNull(),
    runTo: instantColumn().notNull(),
    windowFrom: instantColumn().notNull(),
    windowTo: instantColumn().notNull(),
    /** The newest window is read once more at the end. */
    secondPass: boolean().notNull().default(false),
    /** Of the stream in this window; null for its first page. */
    cursor: text(),
    /** Of the company's list of changes; null: from `changesSince` on. */
    changeCursor: text(),
    changesSince: instantColumn().notNull(),
    lookedBackAt: instantColumn().notNull(),
    /** When payments that have not settled were last looked at, one after another. */
    watchedAt: instantColumn(),
    /** The last stretch whose changes the company had forgotten: what was created in it was read again. */
    gapFrom: instantColumn(),
    gapTo: instantColumn(),
    /** Pages read so far; a page is applied only to the count that it was asked for at. */
    pages: integer().notNull().default(0),
    /** Of the past. */
    counts: jsonb().$type<SyncCounts>().notNull().default({}),
    /** Of what changed since. */
    followed: jsonb().$type<SyncCounts>().notNull().default({}),
    /** IDs of what was not taken over, a few of each kind. */
    samples: jsonb().$type<SyncSamples>().notNull().default({}),
    /** When the last page was applied. */
    pageAt: instantColumn().notNull(),
    finishedAt: instantColumn(),
    /** Why no page was taken at the last try; null if one was. */
    waitingFor: text().$type<SyncWait>(),
    /** Since when none could be. */
    waitingSince: instantColumn(),
    /** Tries since the last page. */
    tries: integer().notNull().default(0),
    /** A person paused it. */
    pausedAt: instantColumn(),
    pausedBy: principalIdColumn(),
    /** Of its workflow; null: it is to be started. */
    workflowRunId: text(),
  },
  (table) => [
    inConnection(table),
    check('sync_window_runs_forward', sql`${table.windowFrom} < ${table.windowTo}`),
    check('sync_finished_when_done', sql`(${table.state} = 'done') = (${table.finishedAt} IS NOT NULL)`),
    check('sync_waits_since', sql`(${table.waitingFor} IS NULL) = (${table.waitingSince} IS NULL)`),
    check('sync_paused_by', sql`(${table.pausedAt} IS NULL) = (${table.pausedBy} IS NULL)`),
  ],
);
