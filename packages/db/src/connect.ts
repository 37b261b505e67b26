import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import postgres from 'postgres';

/** What every store function takes first: the database itself, or a transaction on it. */
export type Db = PgDatabase<PostgresJsQueryResultHKT>;

export type Connection = {
  readonly db: Db;
  /** The driver beneath, for LISTEN and for checks of health. */
  readonly sql: postgres.Sql;
  readonly close: () => Promise<void>;
};

export type ConnectionLimits = {
  /** Connections kept at most. */
  readonly connectionsMax: number;
  /** A statement that runs longer is ended by the server, milliseconds. */
  readonly statementTimeoutMs: number;
  /** A transaction in which nothing is asked for longer is ended by the server, with its connection, milliseconds. */
  readonly idleInTransactionTimeoutMs: number;
};

/** Between tries to connect, seconds: a server that was restarted is found again soon, and not by all at once. */
const BACKOFF_MAX_S = 2;

const DEFAULT_LIMITS: ConnectionLimits = {
  connectionsMax: 10,
  statementTimeoutMs: 15_000,
  // A process that stands still between two statements keeps its locks: nobody waits for it longer than this.
  idleInTransactionTimeoutMs: 20_000,
};

/** Opens a pool; it connects at the first statement, and again by itself after the server was away. */
export function connect(databaseUrl: string, limits: Partial<ConnectionLimits> = {}): Connection {
  const { connectionsMax, statementTimeoutMs, idleInTransactionTimeoutMs } = { ...DEFAULT_LIMITS, ...limits };
  const sql = postgres(databaseUrl, {
    max: connectionsMax,
    connect_timeout: 10,
    idle_timeout: 60,
    backoff: (retries) => Math.min(3 ** retries / 100, BACKOFF_MAX_S) * (0.5 + Math.random() / 2),
    onnotice: () => undefined,
    connection: {
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
      application_name: 'makewhole',
    },
  });
  return { db: drizzle(sql, { casing: 'snake_case' }), sql, close: () => sql.end({ timeout: 5 }) };
}
