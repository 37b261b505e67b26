import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import postgres from 'postgres';

/** The first argument of every store function: the database itself, or a transaction on it. */
export type Db = PgDatabase<PostgresJsQueryResultHKT>;

export type Connection = {
  readonly db: Db;
  /** The underlying driver, for health checks. */
  readonly sql: postgres.Sql;
  /** For what needs a session of its own, as LISTEN does: past a pooler. Opens no connection by itself. */
  readonly direct: postgres.Sql;
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

export type ConnectOptions = Partial<ConnectionLimits> & {
  /**
   * The server itself, where the URL is of a pooler that gives a connection to each transaction. Such a pooler refuses
   * the limits above: its role has them (docs/production.md).
   */
  readonly directUrl?: string | undefined;
  /** The certificates that sign the server's, PEM: without a match nothing is sent. */
  readonly ca?: string | undefined;
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
export function connect(databaseUrl: string, options: ConnectOptions = {}): Connection {
  const { directUrl, ca, ...given } = options;
  const limits = { ...DEFAULT_LIMITS, ...given };
  const tls = ca === undefined ? {} : { ssl: { ca, rejectUnauthorized: true } };
  const session = { ...commonOptions(limits), ...tls, connection: { ...NAME, ...serverLimits(limits) } };
  if (directUrl === undefined) {
    const sql = postgres(databaseUrl, session);
    return { ...clientsOf(sql), direct: sql, close: () => sql.end({ timeout: CLOSE_TIMEOUT_S }) };
  }
  const sql = postgres(databaseUrl, { ...commonOptions(limits), ...tls, prepare: false, connection: NAME });
  const direct = postgres(directUrl, { ...session, max: 1 });
  const close = async () => {
    await Promise.all([sql, direct].map((one) => one.end({ timeout: CLOSE_TIMEOUT_S })));
  };
  return { ...clientsOf(sql), direct, close };
}

const CLOSE_TIMEOUT_S = 5;
const NAME = { application_name: 'makewhole' };

function commonOptions({ connectionsMax }: ConnectionLimits) {
  return {
    max: connectionsMax,
    connect_timeout: 10,
    idle_timeout: 60,
    backoff: (retries: number) => Math.min(3 ** retries / 100, BACKOFF_MAX_S) * (0.5 + Math.random() / 2),
    onnotice: () => undefined,
  };
}

function serverLimits({ statementTimeoutMs, idleInTransactionTimeoutMs }: ConnectionLimits) {
  return {
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
  };
}

function clientsOf(sql: postgres.Sql) {
  return { db: drizzle(sql, { casing: 'snake_case' }), sql };
}
