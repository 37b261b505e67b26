// Our own Postgres server in a data folder: created at the first start, kept afterwards.
import { execFileSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { freePort } from './ports.ts';
import { preparePostgresHome, type PostgresHome } from './postgres-home.ts';
import { runToEnd, startProcess, type ProcessHandle, type ProcessScope } from './processes.ts';
import { causeLine, StackError } from './stack-error.ts';

export type PostgresOptions = {
  /** The cluster's folder. Its parents must exist or be creatable. */
  readonly dataDir: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Created if missing; "postgres" if absent. */
  readonly database?: string;
  /** False trades safety at a power cut for speed; a killed server loses nothing either way. For tests. */
  readonly safeAtPowerCut?: boolean;
  readonly logFile?: string;
  readonly scope?: ProcessScope;
};

export type PostgresHandle = ProcessHandle & {
  readonly port: number;
  /** Connects as superuser to the database asked for. */
  readonly url: string;
};

const START_TIMEOUT_MS = 60_000;
const START_ATTEMPTS_MAX = 20;
const RETRY_AFTER_MS = 500;
const STOP_GRACE_MS = 30_000;
const CONNECTIONS_MAX = 200;
const USER = 'postgres';
const APP_ROLE = 'makewhole_app';

/** Starts the server, after creating its cluster if there is none. Throws a StackError if it does not come up. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresHandle> {
  const home = preparePostgresHome(options.dataDir);
  if (!existsSync(home.folder)) await initialise(home, options);
  removeStalePidFile(home.folder);
  const { process, port } = await startServer(home, options);
  const database = options.database ?? 'postgres';
  const password = readFileSync(passwordFile(home.folder), 'utf8');
  const urlOf = (name: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${name}`;
  if (database !== 'postgres') await ensureDatabase(urlOf('postgres'), database);
  return { ...process, port, url: urlOf(database) };
}

/**
 * Creates the role with which the API and the worker connect, if missing: it owns nothing. Its password derives from
 * the superuser's, so that nothing more is stored.
 * @returns how it connects to the database of `ownerUrl`
 */
export async function ensureAppRole(ownerUrl: string): Promise<string> {
  const url = new URL(ownerUrl);
  const password = createHmac('sha256', url.password).update(APP_ROLE).digest('base64url');
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    const [found] = await sql`SELECT FROM pg_roles WHERE rolname = ${APP_ROLE}`;
    if (found === undefined) await sql.unsafe(`CREATE ROLE ${APP_ROLE} LOGIN PASSWORD '${password}'`);
  } finally {
    await sql.end({ timeout: 1 });
  }
  url.username = APP_ROLE;
  url.password = password;
  return url.toString();
}

/** Makes sure that a server answers. Throws a StackError that names the variable if none does. */
export async function checkDatabaseUrl(name: string, databaseUrl: string): Promise<void> {
  if (!URL.canParse(databaseUrl)) {
    throw new StackError(
      `${name} is malformed: it must be like postgres://user:password@host:5432/database.`,
    );
  }
  const sql = postgres(databaseUrl, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  try {
    await sql`select 1`;
  } catch (error) {
    throw new StackError(
      `${name}: no Postgres answers there (${causeLine(error)}): start it, mend the variable, or unset it to use the packaged one.`,
    );
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/**
 * Creates the cluster beside its place and moves it there whole: one cut short by a crash is never mistaken for a good
 * one.
 */
async function initialise(home: PostgresHome, { logFile, scope }: PostgresOptions): Promise<void> {
  const draft = `${home.folder}.new`;
  const givenPassword = `${home.folder}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(givenPassword, randomBytes(18).toString('base64url'), { mode: 0o600 });
  if (home.owner) {
    for (const path of [draft, givenPassword]) chownSync(path, home.owner.uid, home.owner.gid);
  }
  await runToEnd({
    name: 'initdb',
    command: join(home.binFolder, 'initdb'),
    args: [
      `--pgdata=${draft}`,
      `--username=${USER}`,
      `--pwfile=${givenPassword}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same text order on every machine, whatever its locales.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ],
    timeoutMs: START_TIMEOUT_MS,
    ...common(home, { logFile, scope }),
    cwd: draft,
  });
  renameSync(givenPassword, passwordFile(draft));
  renameSync(draft, home.folder);
}

async function startServer(
  home: PostgresHome,
  options: PostgresOptions,
): Promise<{ process: ProcessHandle; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port === 0 ? await freePort() : options.port;
    try {
      const started = await startProcess(
        {
          name: 'postgres',
          command: join(home.binFolder, 'postgres'),
          args: serverArgs(home, port, options.safeAtPowerCut ?? true),
          // The fast shutdown: it ends its clients' work instead of waiting for it.
          stopSignal: 'SIGINT',
          graceMs: STOP_GRACE_MS,
          ...common(home, options),
        },
        {
          when: (line) => (line.includes('ready to accept connections') ? true : undefined),
          timeoutMs: START_TIMEOUT_MS,
        },
      );
      return { process: started.process, port };
    } catch (error) {
      if (attempt === START_ATTEMPTS_MAX || !passes(error, options)) throw error;
      await sleep(RETRY_AFTER_MS);
    }
  }
}

/** The last processes of a killed server hold its memory for a moment, and a free port may be taken meanwhile. */
function passes(error: unknown, options: PostgresOptions): boolean {
  if (!(error instanceof StackError)) return false;
  return (
    error.message.includes('shared memory block') ||
    (options.port === 0 && error.message.includes('could not create any TCP/IP sockets'))
  );
}

function serverArgs(home: PostgresHome, port: number, safeAtPowerCut: boolean): string[] {
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: String(CONNECTIONS_MAX),
    timezone: 'UTC',
    ...(!safeAtPowerCut && { fsync: 'off', full_page_writes: 'off' }),
  };
  return [
    '-D',
    home.folder,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

function common(home: PostgresHome, { logFile, scope }: Pick<PostgresOptions, 'logFile' | 'scope'>) {
  return {
    cwd: home.folder,
    ...(home.owner && { owner: home.owner }),
    ...(logFile && { logFile }),
    ...(scope && { scope }),
  };
}

/**
 * After a kill the pid file stays. Postgres itself notices if no process has its number; if another process has it by
 * now, Postgres would refuse to start.
 */
function removeStalePidFile(folder: string): void {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (Number.isInteger(pid) && isServerOf(pid, folder)) {
    throw new StackError(
      `A Postgres server already runs on ${folder} (process ${pid}): stop it first (kill -INT ${pid}).`,
    );
  }
  rmSync(file);
}

/** Whether that process is a server on that folder, which is its working directory. */
function isServerOf(pid: number, folder: string): boolean {
  try {
    if (platform() === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === folder;
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(folder);
  } catch {
    return false;
  }
}

async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  try {
    const found = await sql`select 1 from pg_database where datname = ${name}`;
    if (found.length === 0) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function passwordFile(folder: string): string {
  return join(folder, 'makewhole.password');
}
