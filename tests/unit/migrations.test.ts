// Of drizzle's snapshots only the newest is kept: `drizzle-kit generate` compares the schema with that one alone, and each
// of the others is as long as all the tables are.
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pathOf, readSource } from './source-files.ts';

const MIGRATIONS = 'packages/db/drizzle';

type Journal = { readonly entries: readonly { readonly tag: string }[] };

test('each migration is in the journal, and only the newest has its snapshot', () => {
  // Written by drizzle-kit, whose own migrator reads it.
  const { entries } = JSON.parse(readSource(`${MIGRATIONS}/meta/_journal.json`)) as Journal;
  const tags = entries.map(({ tag }) => tag);
  expect(filesIn(MIGRATIONS)).toEqual(tags.map((tag) => `${tag}.sql`));
  expect(filesIn(`${MIGRATIONS}/meta`), 'delete the snapshots of earlier migrations').toEqual([
    `${tags.at(-1)?.slice(0, 4)}_snapshot.json`,
    '_journal.json',
  ]);
});

function filesIn(folder: string): string[] {
  return readdirSync(pathOf(folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}
