// Where the Temporal server comes from: the one on PATH, else the one in the user's cache, which is filled by the SDK's
// own download or, where that fails, by a build from the Go module in stack/temporal. (An address in TEMPORAL_ADDRESS
// comes before all of these: then no server is started at all; see main.ts.)
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { withFolderLock } from './folder-lock.ts';
import { runToEnd, type ProcessScope } from './processes.ts';
import type { Say } from './progress.ts';
import { PROJECT_FOLDER } from './data-folder.ts';
import { causeLine, StackError } from './stack-error.ts';

export type TemporalBinaryOptions = {
  readonly env: NodeJS.ProcessEnv;
  readonly say: Say;
  readonly scope?: ProcessScope;
  /** How to get one that is neither on PATH nor cached, in this order. Tests put their own here. */
  readonly sources?: readonly TemporalSource[];
};

/** Puts the binary at `target` or throws with the reason why it cannot. */
export type TemporalSource = {
  readonly name: string;
  fetch(target: string, options: TemporalBinaryOptions): Promise<void>;
};

const MODULE_FOLDER = join(PROJECT_FOLDER, 'stack', 'temporal');
/** The release of the Temporal CLI that stack/temporal/go.mod builds. */
const CLI_VERSION = 'v1.8.2';
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;
const BUILD_TIMEOUT_MS = 30 * 60_000;

const SOURCES: readonly TemporalSource[] = [
  { name: 'download', fetch: download },
  { name: 'Go build', fetch: build },
];

/** The path of a Temporal binary that fits. Throws a StackError that lists what was tried and what to install. */
export async function findTemporalBinary(options: TemporalBinaryOptions): Promise<string> {
  const tried: string[] = [];
  const onPath = findOnPath('temporal', options.env);
  if (onPath !== undefined) {
    const unfit = whyUnfit(onPath);
    if (unfit === undefined) return onPath;
    tried.push(`the one on PATH (${onPath}) ${unfit}`);
  } else {
    tried.push('there is none on PATH');
  }
  const cached = cachedBinary(options.env);
  if (existsSync(cached)) return cached;
  mkdirSync(join(cached, '..'), { recursive: true });
  return withFolderLock(`${cached}.lock`, options.say, async () => {
    if (!existsSync(cached)) await fillCache(cached, options, tried);
    return cached;
  });
}

/** Where the binary of this Go module is kept for this user; another module, another file. */
export function cachedBinary(env: NodeJS.ProcessEnv): string {
  const base =
    env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : join(homedir(), '.cache');
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(MODULE_FOLDER, file)));
  return join(base, 'makewhole', `temporal-${hash.digest('hex').slice(0, 16)}`);
}

async function fillCache(cached: string, options: TemporalBinaryOptions, tried: string[]): Promise<void> {
  const draft = `${cached}.${process.pid}.new`;
  for (const source of options.sources ?? SOURCES) {
    try {
      await source.fetch(draft, options);
      renameSync(draft, cached);
      return;
    } catch (error) {
      options.scope?.signal.throwIfAborted();
      tried.push(`${source.name}: ${causeLine(error)}`);
    } finally {
      rmSync(draft, { force: true });
    }
  }
  throw new StackError(
    `No Temporal server could be got (${tried.join('; ')}). Do one of these: set TEMPORAL_ADDRESS to a running cluster; ` +
      'install the Temporal CLI so that `temporal` is on the PATH; or install Go 1.26.8 or newer.',
  );
}

/** The SDK's download runs in a process of its own, because the SDK takes over the signals of the one that it is in. */
async function download(target: string, { env, say, scope }: TemporalBinaryOptions): Promise<void> {
  say(`downloading the Temporal server ${CLI_VERSION}, once for this user`);
  const folder = `${target}.download`;
  mkdirSync(folder, { recursive: true });
  try {
    await runToEnd({
      name: 'the download',
      command: process.execPath,
      args: [join(import.meta.dirname, 'temporal-download.ts'), CLI_VERSION, folder],
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
      env,
      ...(scope && { scope }),
    });
    copyFileSync(join(folder, `temporal-${CLI_VERSION}`), target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function build(target: string, { env, say, scope }: TemporalBinaryOptions): Promise<void> {
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

function findOnPath(command: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, command))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Why a binary found on PATH is not used; undefined when it is. Its server may not be older than the module's. */
function whyUnfit(binary: string): string | undefined {
  const wanted = majorMinor(
    /go\.temporal\.io\/server v(\S+)/.exec(readFileSync(join(MODULE_FOLDER, 'go.mod'), 'utf8'))?.[1],
  );
  try {
    const answer = execFileSync(binary, ['--version'], { encoding: 'utf8', timeout: 20_000, stdio: 'pipe' });
    const has = majorMinor(/Server (\d[^,)\s]*)/.exec(answer)?.[1]);
    if (has === undefined || wanted === undefined) return 'does not say which server it holds';
    const older = has[0] < wanted[0] || (has[0] === wanted[0] && has[1] < wanted[1]);
    return older ? `holds server ${has.join('.')}, ${wanted.join('.')} or newer is needed` : undefined;
  } catch (error) {
    return `does not run (${causeLine(error)})`;
  }
}

function majorMinor(version: string | undefined): readonly [number, number] | undefined {
  const found = /^(\d+)\.(\d+)/.exec(version ?? '');
  return found ? [Number(found[1]), Number(found[2])] : undefined;
}
