import { chmodSync, lstatSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPostgres, type PostgresHandle } from './postgres.ts';

const ROOT = process.getuid?.() === 0;

let folder: string;
let server: PostgresHandle | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'makewhole-postgres-'));
  chmodSync(folder, 0o711);
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(folder, { recursive: true });
});

describe('a Postgres of our own', () => {
  it('keeps what was committed when it is killed and started again at once', async () => {
    const first = await start();
    await query(first, (sql) => sql`create table kept as select 'noted' as word`);
    await first.kill9();
    server = await start();
    expect(await query(server, (sql) => sql`select word from kept`)).toEqual([{ word: 'noted' }]);
  });

  it('starts although the number in its stale pid file belongs to another process by now', async () => {
    const first = await start();
    await first.kill9();
    writeFileSync(join(folder, 'postgres', 'postmaster.pid'), `${process.pid}\n`);
    server = await start();
    expect(await query(server, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
  });

  it('is not started twice on one folder', async () => {
    server = await start();
    await expect(start()).rejects.toThrow(
      `already runs on ${join(folder, 'postgres')} (process ${server.pid}): stop it first`,
    );
  });

  it('sorts text alike on every machine and tells the time in UTC', async () => {
    server = await start();
    const [settings] = await query(
      server,
      (
        sql,
      ) => sql`select current_setting('timezone') as timezone, datlocprovider as provider, datlocale as locale
        from pg_database where datname = current_database()`,
    );
    expect(settings).toEqual({ timezone: 'UTC', provider: 'b', locale: 'C.UTF-8' });
  });

  it.runIf(ROOT)('runs for root also where its own user may not enter', async () => {
    chmodSync(folder, 0o700);
    server = await start();
    expect(lstatSync(join(folder, 'postgres')).isSymbolicLink()).toBe(true);
    const cluster = readlinkSync(join(folder, 'postgres'));
    await server.kill9();
    server = await start();
    await server.stop();
    rmSync(cluster, { recursive: true });
  });
});

function start(): Promise<PostgresHandle> {
  return startPostgres({ dataDir: join(folder, 'postgres'), port: 0, database: 'makewhole' });
}

async function query<T>(on: PostgresHandle, run: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(on.url, { max: 1 });
  try {
    return await run(sql);
  } finally {
    await sql.end();
  }
}
