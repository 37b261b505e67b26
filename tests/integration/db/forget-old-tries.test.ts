import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { connect, type Connection } from '@makewhole/db/connect';
import { forgetOldAttempts } from '@makewhole/db/users/forget-old-attempts';
import { takeAttempt } from '@makewhole/db/users/attempt-limits';
import { rateLimit, tries } from '@makewhole/db/schema/auth';
import { createTestDatabase } from '@makewhole/db/test-database';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let connection: Connection;
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'));
  connection = connect(database.url);
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

const NOW = new Date('2026-11-02T12:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

it('tries whose window is over are forgotten, a page at a time, and those that count are kept', async () => {
  const { db } = connection;
  const limit = { max: 10, windowSeconds: 15 * 60 };
  for (const what of ['one', 'two', 'three']) await takeAttempt(db, what, limit, ago(20));
  await takeAttempt(db, 'counted', limit, ago(10));
  const times = [
    ['old', 61],
    ['new', 59],
  ] as const;
  for (const [key, minutes] of times) {
    await db.insert(rateLimit).values({ id: key, key, count: 1, lastRequest: ago(minutes).getTime() });
  }
  expect(await forgetOldAttempts(db, { now: NOW, limit: 2 })).toBe(3);
  expect(await forgetOldAttempts(db, { now: NOW, limit: 2 })).toBe(1);
  expect(await forgetOldAttempts(db, { now: NOW, limit: 2 })).toBe(0);
  expect(await db.select().from(tries)).toHaveLength(1);
  expect((await db.select().from(rateLimit)).map(({ key }) => key)).toEqual(['new']);
});
