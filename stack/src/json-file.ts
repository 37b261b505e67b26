import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file that only its owner can read, whole or not at all. */
export function writeJson(file: string, value: unknown): void {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
