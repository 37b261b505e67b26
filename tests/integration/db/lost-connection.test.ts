// A connection to Postgres that is lost, as when the server restarts. The driver as published ends the process then, or
// carries on with the rest of a transaction outside of it: patches/ mends both, and this is what holds the patch there.
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { connect, type Connection } from '@makewhole/db/connect';
import { createTestDatabase } from '@makewhole/db/test-database';
import { startStallingProxy } from '../../support/stalling-proxy.ts';

const LANES = 10;
const CUTS = 40;

type TestDatabase = Awaited<ReturnType<typeof createTestDatabase>>;

let database: TestDatabase;
let relay: Awaited<ReturnType<typeof startStallingProxy>>;
let connection: Connection;

beforeAll(async () => {
  database = await createTestDatabase(inject('databaseUrl'));
  const { hostname, port } = new URL(database.url);
  relay = await startStallingProxy({ host: hostname, port: Number(port) });
});

beforeEach(async () => {
  connection = connect(relayed(), { connectionsMax: 1 });
  await connection.sql`create table if not exists notes (of text not null)`;
  return () => connection.close();
});

afterAll(async () => {
  await relay.stop();
  await database.drop();
});

test('a transaction that lost its connection writes nothing more, though another has taken the place', async () => {
  const lost = connection.sql.begin(async (tx) => {
    await tx`insert into notes values ('before it was lost')`;
    relay.cut();
    await untilAnswers();
    await tx`insert into notes values ('after it was lost')`;
  });
  await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  expect(await connection.sql`select * from notes where of like '%lost'`).toEqual([]);
});

test('a transaction that lost its connection does not undo the one that took its place', async () => {
  const goesOn = Promise.withResolvers<undefined>();
  const lost = connection.sql.begin(async (tx) => {
    await tx`select 1`;
    relay.cut();
    await goesOn.promise;
    throw new Error('and rolls back');
  });
  await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  await untilAnswers();
  await connection.sql.begin(async (tx) => {
    await tx`insert into notes values ('first of two')`;
    goesOn.resolve(undefined);
    await tx`select pg_sleep(0.1)`;
    await tx`insert into notes values ('second of two')`;
  });
  const rows = await connection.sql`select of from notes where of like '%of two' order by of`;
  expect(rows.map(({ of }) => of as string)).toEqual(['first of two', 'second of two']);
});

test('connections lost in the midst of everything end neither the process nor any lane', async () => {
  const { sql, close } = connect(relayed(), { connectionsMax: LANES });
  let isOver = false;
  const answers = Array.from({ length: LANES }, () => 0);
  const lanes = answers.map(async (_, lane) => {
    while (!isOver) {
      const work =
        lane % 2 === 0
          ? sql`select 1`
          : sql.begin(async (tx) => [await tx`select ${lane}::int`, await tx`select 2`]);
      const isAnswered = await work.then(
        () => true,
        () => false,
      );
      if (isAnswered) answers[lane] = (answers[lane] ?? 0) + 1;
    }
  });
  for (let cut = 0; cut < CUTS; cut += 1) {
    await new Promise((done) => setTimeout(done, cut));
    relay.cut();
  }
  const before = [...answers];
  await expect
    .poll(() => answers.map((count, lane) => count - (before[lane] ?? 0)), { timeout: 20_000 })
    .toSatisfy((since: number[]) => since.every((count) => count > 10));
  isOver = true;
  await Promise.all(lanes);
  await close();
});

function relayed(): string {
  const url = new URL(database.url);
  url.port = String(relay.port);
  return url.href;
}

async function untilAnswers(): Promise<void> {
  await expect
    .poll(
      () =>
        connection.sql`select 1`.then(
          () => 'answers',
          () => 'is away',
        ),
      { timeout: 10_000 },
    )
    .toBe('answers');
}
