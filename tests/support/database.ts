import { afterAll, inject } from 'vitest';
import { connect, type Connection } from '@makewhole/db/connect';
import { createTestDatabase } from '@makewhole/db/test-database';

/** A migrated database of its own for a test file; it goes with the file's last test. */
export async function openTestDatabase(): Promise<Connection> {
  const database = await createTestDatabase(inject('databaseUrl'));
  const connection = connect(database.url);
  afterAll(async () => {
    await connection.close();
    await database.drop();
  });
  return connection;
}
