// Python programs that tests run, from the package index that pip is configured for.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const PYTHON_CACHE = fileURLToPath(new URL('../../node_modules/.cache/python/', import.meta.url));
export const INSTALL_TIMEOUT_MS = 240_000;

/** This machine cannot run a Python program: its message says what is missing. */
export class PythonUnavailable extends Error {}

/**
 * A virtual environment with what a requirements file pins, made once for each version of that file.
 * @returns its python
 * @throws PythonUnavailable without Python, or if the package index does not answer
 */
export async function pythonWith(requirements: string): Promise<string> {
  const version = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 16);
  const environment = join(PYTHON_CACHE, version);
  if (existsSync(environment)) return pythonIn(environment);
  const unfinished = join(PYTHON_CACHE, `unfinished-${process.pid}`);
  await run('python3', ['-m', 'venv', unfinished]).catch((error: unknown) => {
    throw new PythonUnavailable(
      'This needs python3, 3.10 or newer, with venv (Debian: apt-get install python3-venv).',
      { cause: error },
    );
  });
  const quietly = ['--quiet', '--disable-pip-version-check', '--no-input'];
  const install = ['-m', 'pip', 'install', ...quietly, '--requirement', requirements];
  await run(pythonIn(unfinished), install).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true });
    throw new PythonUnavailable(`The package index did not give what ${requirements} pins.`, {
      cause: error,
    });
  });
  await rename(unfinished, environment).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true });
    // Another process was faster.
    if (!existsSync(environment)) throw error;
  });
  return pythonIn(environment);
}

/** Its scripts name the folder in which they were installed; modules are found wherever it is. */
function pythonIn(environment: string): string {
  return join(environment, 'bin', 'python');
}

function run(command: string, args: readonly string[]) {
  return promisify(execFile)(command, args, { timeout: INSTALL_TIMEOUT_MS });
}
