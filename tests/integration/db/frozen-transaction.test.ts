// A process that freezes in the middle of a transaction, as when its host is lost, holds up nobody for long.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { inject, it, expect } from 'vitest';
import { connect } from '@makewhole/db/connect';
import { createTestDatabase } from '@makewhole/db/test-database';
import { openTestDatabase } from '../../support/database.ts';

it('a transaction that asks for nothing more is ended, and its locks with it', async () => {
  const database = await createTestDatabase(inject('databaseUrl'));
  const frozen = connect(database.url, { idleInTransactionTimeoutMs: 300 });
  const other = connect(database.url);
  try {
    await other.db.execute(sql`CREATE TABLE balance AS SELECT 1 AS id, 0 AS held`);
    let isLocked: () => void;
    const locked = new Promise<void>((done) => (isLocked = done));
    const freezing = frozen.db.transaction(async (tx) => {
      await tx.execute(sql`UPDATE balance SET held = 1`);
      isLocked();
      await sleep(1_500);
      await tx.execute(sql`UPDATE balance SET held = 2`);
    });
    const ended = expect(freezing).rejects.toThrow();
    await locked;
    // The server itself would wait for the lock as long as a statement may take: fifteen seconds.
    await other.db.execute(sql`UPDATE balance SET held = held + 10`);
    await ended;
    const rows = await other.db.execute(sql`SELECT held FROM balance`);
    expect([...rows]).toEqual([{ held: 10 }]);
    // The pool connects again by itself.
    expect([...(await frozen.db.execute(sql`SELECT 1 AS one`))]).toEqual([{ one: 1 }]);
  } finally {
    await Promise.all([frozen.close(), other.close()]);
    await database.drop();
  }
});

it('is the setting of every connection', async () => {
  const { db } = await openTestDatabase();
  const rows = await db.execute(sql`SHOW idle_in_transaction_session_timeout`);
  expect([...rows]).toEqual([{ idle_in_transaction_session_timeout: '20s' }]);
});
