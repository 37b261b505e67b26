// The files of this repository that people write, for tests of the tree itself.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What nobody wrote: dependencies and builds, beside the folders of tools, which begin with a dot. */
const NOT_WRITTEN = new Set(['node_modules', 'build', 'dist', 'coverage']);

export type SourceFile = { readonly path: string; readonly text: string };

/** Every file with one of these endings, by its path from the root. */
export function sourceFiles(...endings: readonly string[]): SourceFile[] {
  return globSync(
    endings.map((ending) => `**/*.${ending}`),
    { cwd: ROOT, exclude: isNotWritten },
  )
    .sort()
    .map((path) => ({ path, text: readSource(path) }));
}

/** A file's text, by its path from the root. */
export function readSource(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Where a file stands on this machine. */
export function pathOf(path: string): string {
  return join(ROOT, path);
}

function isNotWritten(path: string): boolean {
  const name = path.split('/').at(-1) ?? path;
  return NOT_WRITTEN.has(name) || name.startsWith('.');
}
