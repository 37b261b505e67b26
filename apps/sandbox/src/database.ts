// The payment processor's own database: one SQLite file. Every commit is on disk before it is answered, so that what a
// caller was told survives kill -9 and power cuts.
import { DatabaseSync } from 'node:sqlite';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS payments (
    id TEXT PRIMARY KEY COLLATE BINARY,
    account TEXT NOT NULL,
    facts TEXT NOT NULL, -- JSON of what never changes
    status TEXT NOT NULL,
    settled_at INTEGER,
    returned_at INTEGER,
    return_facts TEXT, -- JSON
    voided_at INTEGER,
    dispute TEXT, -- JSON
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL UNIQUE -- grows with every change of any payment: what lists page by
  ) STRICT;
  CREATE INDEX IF NOT EXISTS payments_by_account ON payments (account, revision);

  CREATE TABLE IF NOT EXISTS refunds (
    id TEXT PRIMARY KEY COLLATE BINARY,
    payment_id TEXT NOT NULL REFERENCES payments (id),
    account TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    status TEXT NOT NULL,
    origin TEXT NOT NULL,
    reference TEXT COLLATE BINARY,
    idempotency_key TEXT,
    failure_code TEXT,
    created_at INTEGER NOT NULL,
    settle_due_at INTEGER,
    succeeded_at INTEGER,
    failed_at INTEGER,
    returned_at INTEGER,
    trace TEXT,
    traced_at INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS refunds_by_payment ON refunds (payment_id, created_at);
  CREATE INDEX IF NOT EXISTS refunds_by_account ON refunds (account); -- and by rowid: what lists page by
  CREATE INDEX IF NOT EXISTS refunds_by_reference ON refunds (account, reference);
  CREATE INDEX IF NOT EXISTS refunds_to_settle ON refunds (settle_due_at)
    WHERE status = 'pending' AND settle_due_at IS NOT NULL;

  CREATE TABLE IF NOT EXISTS idempotency_keys (
    account TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL, -- of method, path and body
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account, key)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS idempotency_keys_by_age ON idempotency_keys (created_at);

  CREATE TABLE IF NOT EXISTS webhook_events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL, -- pending, delivered, dropped (by a fault), given_up (no attempt is left)
    copies_left INTEGER NOT NULL,
    held_back INTEGER NOT NULL, -- 1 while it waits for a later event to overtake it
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER NOT NULL, -- by the machine's own clock
    last_error TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS webhook_events_due ON webhook_events (next_attempt_at, seq) WHERE state = 'pending';
  CREATE INDEX IF NOT EXISTS webhook_events_by_payment ON webhook_events (payment_id, seq);

  CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    remaining INTEGER NOT NULL,
    details TEXT NOT NULL -- JSON
  ) STRICT;

  CREATE TABLE IF NOT EXISTS payouts (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    bank_account TEXT NOT NULL,
    amount INTEGER NOT NULL,
    status TEXT NOT NULL,
    arrives_on TEXT NOT NULL,
    items TEXT NOT NULL, -- JSON
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS payouts_by_account ON payouts (account, seq);

  CREATE TABLE IF NOT EXISTS numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
`;

/** Columns that files from before them lack. */
const ADDED_COLUMNS = [
  { table: 'payments', column: 'return_facts', type: 'TEXT' },
  { table: 'refunds', column: 'trace', type: 'TEXT' },
  { table: 'refunds', column: 'traced_at', type: 'INTEGER' },
] as const;

/** Opens the file, creating it and its tables if missing. Only one process can have it open. */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA busy_timeout = 3000; PRAGMA locking_mode = EXCLUSIVE; PRAGMA foreign_keys = ON;');
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  database.exec(SCHEMA);
  for (const added of ADDED_COLUMNS) addColumn(database, added);
  return database;
}

function addColumn(database: DatabaseSync, { table, column, type }: (typeof ADDED_COLUMNS)[number]): void {
  const found = database.prepare('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(table, column);
  if (found === undefined) database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
}

/** All of the work is committed, or none of it. Joins the transaction that is already open, if one is. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  if (database.isTransaction) return work();
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

function rollBack(database: DatabaseSync): void {
  if (database.isTransaction) database.exec('ROLLBACK'); // some errors (a full disk) have already rolled back
}
