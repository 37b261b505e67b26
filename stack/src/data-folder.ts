// The folder that holds all state of the local stack: where it is, and what is in it.
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { causeLine, StackError } from './stack-error.ts';

/** The checkout, which project paths are relative to. */
export const PROJECT_FOLDER = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Everything that the stack stores, by its name in the data folder. */
const ENTRIES = {
  postgres: 'postgres',
  temporalDb: 'temporal.db',
  sandboxDb: 'sandbox.db',
  mail: 'mail.jsonl',
  secrets: 'secrets.json',
  devFile: 'dev.json',
  runRecord: 'run.json',
  logs: 'logs',
} as const;

export type DataPaths = { readonly folder: string } & Readonly<Record<keyof typeof ENTRIES, string>>;

/** The paths in MAKEWHOLE_DATA, else in .data of the checkout; absolute. Creates nothing. */
export function dataPaths(env: NodeJS.ProcessEnv): DataPaths {
  const folder = resolve(env.MAKEWHOLE_DATA || join(PROJECT_FOLDER, '.data'));
  const at = (name: keyof typeof ENTRIES) => join(folder, ENTRIES[name]);
  return {
    folder,
    postgres: at('postgres'),
    temporalDb: at('temporalDb'),
    sandboxDb: at('sandboxDb'),
    mail: at('mail'),
    secrets: at('secrets'),
    devFile: at('devFile'),
    runRecord: at('runRecord'),
    logs: at('logs'),
  };
}

/** Creates the data folder if there is none. Other users may traverse it: as root, Postgres runs as its own user. */
export function makeDataFolder(paths: DataPaths): void {
  try {
    if (mkdirSync(paths.folder, { recursive: true }) !== undefined) chmodSync(paths.folder, 0o755);
    mkdirSync(paths.logs, { recursive: true });
  } catch (error) {
    throw new StackError(
      `The data folder cannot be made (${causeLine(error)}): set MAKEWHOLE_DATA to one that can.`,
    );
  }
}
