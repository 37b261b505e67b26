// The migrations of this release, as drizzle-kit wrote them: a file of SQL each, in the order of the journal.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Beside the sources, and beside the bundle of apps/cli. */
const FOLDER = new URL('../drizzle/', import.meta.url);
const NO_TRANSACTION = /^-- no transaction\b/m;
const CONTRACT = /^-- contract\b/m;

export type Migration = {
  /** Its file's name, without the ending. */
  readonly tag: string;
  /** When it was written, in ms: by it a database knows which of them it has. */
  readonly when: number;
  readonly hash: string;
  readonly statements: readonly string[];
  /** Says `-- no transaction`: such as CREATE INDEX CONCURRENTLY, which runs in none. */
  readonly isAlone: boolean;
  /** Says `-- contract`: it removes what processes of the release before still use. */
  readonly isContract: boolean;
};

/**
 * @param folder with `meta/_journal.json` and a file for each of its entries
 * @throws Error that names two migrations whose times are out of order: drizzle would skip the later one in silence
 */
export function readMigrations(folder = FOLDER): readonly Migration[] {
  const entries = readJournal(folder);
  for (const [index, { tag, when }] of entries.entries()) {
    const before = entries[index - 1];
    if (before !== undefined && when <= before.when) {
      throw new Error(
        `The migration ${tag} has an earlier time ("when") than ${before.tag} before it: give it a later one in drizzle/meta/_journal.json.`,
      );
    }
  }
  return entries.map(({ tag, when }) => {
    const text = readFileSync(new URL(`${tag}.sql`, folder), 'utf8');
    return {
      tag,
      when,
      hash: createHash('sha256').update(text).digest('hex'),
      statements: text.split('--> statement-breakpoint'),
      isAlone: NO_TRANSACTION.test(text),
      isContract: CONTRACT.test(text),
    };
  });
}

/** Which migrations this release needs, oldest first. */
export function readJournal(folder = FOLDER): readonly Pick<Migration, 'tag' | 'when'>[] {
  // drizzle-kit writes it.
  const { entries } = JSON.parse(readFileSync(new URL('meta/_journal.json', folder), 'utf8')) as {
    readonly entries: readonly Pick<Migration, 'tag' | 'when'>[];
  };
  return entries;
}
