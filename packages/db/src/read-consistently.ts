import { is } from 'drizzle-orm';
import { PgTransaction } from 'drizzle-orm/pg-core';
import type { Db } from './connect.ts';

/**
 * Runs the queries of one answer on one snapshot: without it, each sees what was committed when it began, and an answer
 * can show a task without the posting made with it (B13).
 * @param db inside a transaction, `read` runs in it: there its locks decide
 */
export function readConsistently<Answer>(db: Db, read: (tx: Db) => Promise<Answer>): Promise<Answer> {
  if (is(db, PgTransaction)) return read(db);
  return db.transaction(read, { isolationLevel: 'repeatable read', accessMode: 'read only' });
}
