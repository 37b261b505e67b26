// What a database must be like for the demo firm to come into it.
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { connect, type Connection } from '@makewhole/db/connect';
import { createFirm } from '@makewhole/db/new-firms/create-firm';
import { seedDemoFirm } from '@makewhole/db/seed/seed-demo-firm';
import { createTestDatabase, type TestDatabase } from '@makewhole/db/test-database';
import { checkDemoPlace } from '@makewhole/stack/demo-guard';
import { createEmptyDatabase } from '../../support/empty-database.ts';

let database: TestDatabase;
let connection: Connection;
beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'));
  connection = connect(database.url);
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

test('a database that nobody has migrated is free for it', async () => {
  const empty = await createEmptyDatabase(inject('databaseUrl'));
  await expect(checkDemoPlace(empty.url)).resolves.toBeUndefined();
  await empty.drop();
});

test("a database with a firm of somebody's own is not; one where the demo firm is already goes on", async () => {
  await expect(checkDemoPlace(database.url)).resolves.toBeUndefined();
  const now = new Date();
  const owner = { name: 'Ada', email: 'ada@haleroy.example' };
  await createFirm(connection.db, {
    ...{ name: 'Hale & Roy', timeZone: 'America/New_York', owner, reference: 'test', now },
  });
  await expect(checkDemoPlace(database.url)).rejects.toThrow(/has firms of its own/);
  await seedDemoFirm(connection.db, { now });
  await expect(checkDemoPlace(database.url)).resolves.toBeUndefined();
});
