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
};

const DEFAULT_LIMITS: ConnectionLimits = { connectionsMax: 10, statementTimeoutMs: 15_000 };

/** Opens a pool; it connects at the first statement, and again by itself after the server was away. */
export function connect(databaseUrl: string, limits: Partial<ConnectionLimits> = {}): Connection {
  const { connectionsMax, statementTimeoutMs } = { ...DEFAULT_LIMITS, ...limits };
  const sql = postgres(databaseUrl, {
    max: connectionsMax,
    connect_timeout: 10,
    idle_timeout: 60,
    onnotice: () => undefined,
    connection: { statement_timeout: statementTimeoutMs, application_name: 'makewhole' },
  });
  return { db: drizzle(sql, { casing: 'snake_case' }), sql, close: () => sql.end({ timeout: 5 }) };
}
