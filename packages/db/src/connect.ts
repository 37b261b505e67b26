import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import postgres from 'postgres';

/** The first argument of every store function: the database itself, or a transaction on it. */
export type Db = PgDatabase<PostgresJsQueryResultHKT>;

export type Connection = {
  readonly db: Db;
  /** The underlying driver, for LISTEN and health checks. */
  readonly sql: postgres.Sql;
  readonly close: () => Promise<void>;
};

export type ConnectionLimits = {
  /** Maximum number of connections. */
  readonly connectionsMax: number;
  /** The server ends a statement that runs longer, milliseconds. */
  readonly statementTimeoutMs: number;
  /** The server ends a transaction that idles longer, with its connection, milliseconds. */
  readonly idleInTransactionTimeoutMs: number;
};

/** Maximum delay between connection attempts, seconds: clients soon find a restarted server, but not all at once. */
const BACKOFF_MAX_S = 2;

const DEFAULT_LIMITS: ConnectionLimits = {
  connectionsMax: 10,
  statementTimeoutMs: 15_000,
  // A process that hangs between two statements keeps its locks: nobody waits for it longer than this.
  idleInTransactionTimeoutMs: 20_000,
};

/** Opens a pool; it connects at the first statement, and reconnects by itself after an outage. */
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
