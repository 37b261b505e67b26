// .data/dev.json: where everything of the running stack is, for scripts. It exists exactly while the stack is up.
import { readFileSync, rmSync } from 'node:fs';
import type { DataPaths } from './data-folder.ts';
import { writeJson } from './json-file.ts';
import { runningStack } from './run-record.ts';
import { StackError } from './stack-error.ts';

export type DevFile = {
  readonly portal: string;
  readonly api: string;
  /** null if the Temporal cluster is external and TEMPORAL_UI_URL is not set. */
  readonly temporalUi: string | null;
  readonly mail: string;
  readonly sandbox: string;
  readonly temporalAddress: string;
  readonly databaseUrl: string;
  readonly apiKey: string;
  readonly users: readonly SignIn[];
  readonly transactions: Readonly<Record<SeededTransaction, string>>;
};

export type SignIn = { readonly email: string; readonly password: string; readonly role: string };

/** The kinds of seeded payment that scripts can rely on. */
export type SeededTransaction =
  'cardOperating' | 'achOperating' | 'cardTrust' | 'split' | 'disputed' | 'freshAch' | 'authorization';

export function writeDevFile(file: string, content: DevFile): void {
  writeJson(file, content);
}

export function removeDevFile(file: string): void {
  rmSync(file, { force: true });
}

/** Throws a StackError if the stack is not up. (After a crash of the whole stack the file may be left over.) */
export function readDevFile({ devFile, runRecord }: DataPaths): DevFile {
  if (runningStack(runRecord) === undefined) {
    throw new StackError('The stack is not running: npm start, in another terminal.');
  }
  try {
    // Only writeDevFile writes it.
    return JSON.parse(readFileSync(devFile, 'utf8')) as DevFile;
  } catch {
    throw new StackError(
      `The stack is still starting (${devFile} is not there yet): try again once it is up.`,
    );
  }
}
