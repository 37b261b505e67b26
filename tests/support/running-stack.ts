// The whole local stack on free ports and in a folder of its own, as npm start runs it, for tests that need all of it:
// its parts can be killed and started again.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { SEARCH_ATTRIBUTES } from '@makewhole/domain/contracts/search-attributes';
import { startApp, type AppHandle, type AppName } from '@makewhole/stack/apps';
import { dataPaths, makeDataFolder } from '@makewhole/stack/data-folder';
import type { DevFile } from '@makewhole/stack/dev-file';
import { startPostgres } from '@makewhole/stack/postgres';
import type { ProcessHandle } from '@makewhole/stack/processes';
import { openRunRecord } from '@makewhole/stack/run-record';
import { stackPorts, startStack } from '@makewhole/stack/start-stack';
import { createSupervisor } from '@makewhole/stack/supervisor';
import { startTemporal } from '@makewhole/stack/temporal-server';

const ANY_PORTS = {
  PORTAL_PORT: '0',
  API_PORT: '0',
  SANDBOX_PORT: '0',
  MAIL_PORT: '0',
  SMTP_PORT: '0',
  TEMPORAL_PORT: '0',
  TEMPORAL_UI_PORT: '0',
  POSTGRES_PORT: '0',
};

export type PartName = AppName | 'postgres' | 'temporal';

export type RunningStack = {
  readonly dev: DevFile;
  /** With which the payment company knows us. */
  readonly processorApiKey: string;
  /** With which the worker signs the seals of the audit trail. */
  readonly auditSigningKey: string;
  /** Where the worker's emails go. */
  readonly smtpUrl: string;
  /** Ends a part as a crash would. */
  kill9(name: PartName): Promise<void>;
  /** Ends a part in order. */
  stopPart(name: PartName): Promise<void>;
  /** Starts a part that has ended again, where it was; an app with these settings over its own from now on. */
  startAgain(name: PartName, env?: NodeJS.ProcessEnv): Promise<void>;
  /** A second process of an app that listens nowhere, beside the one that runs. */
  startBeside(name: 'worker'): Promise<ProcessHandle>;
  /** Stops a part in its tracks, or lets it go on. */
  freeze(name: PartName, isFrozen: boolean): Promise<void>;
  /** From now on an app that ends by itself is started again, as whatever runs it in production does. */
  keepRunning(name: AppName): void;
  /** Whether a part has ended, by itself or by us. */
  hasEnded(name: PartName): boolean;
  /** Copies what Postgres, or Temporal, has on disk; to be called while it is stopped. */
  copyDatabase(of: 'postgres' | 'temporal'): DatabaseCopy;
  /** What Temporal has on disk before its first start: nothing. */
  readonly emptyTemporal: DatabaseCopy;
  /** Ends everything and forgets its data. */
  stop(): Promise<void>;
};

/** What a server had on disk at one time. */
export type DatabaseCopy = {
  /** Puts it in the place of what is there; to be called while that server is stopped. */
  restore(): void;
};

/**
 * `env` over the defaults of the stack: SANDBOX_SETTLE_AFTER_MS and the like.
 * @param disk where Postgres keeps its data; beside the rest where left out
 */
export async function startRunningStack(
  env: NodeJS.ProcessEnv = {},
  disk: { readonly folder: string } | null = null,
): Promise<RunningStack> {
  const folder = mkdtempSync(join(tmpdir(), 'makewhole-stack-'));
  // As root, Postgres runs as a user of its own who has to pass through.
  chmodSync(folder, 0o711);
  const paths = dataPaths({ MAKEWHOLE_DATA: folder });
  makeDataFolder(paths);
  if (disk !== null) symlinkSync(join(disk.folder, 'postgres'), paths.postgres);
  const stackEnv = { PATH: process.env.PATH, HOME: process.env.HOME, ...ANY_PORTS, ...env };
  const ports = await stackPorts(stackEnv);
  const supervisor = createSupervisor(openRunRecord(paths.runRecord));
  const stop = async () => {
    await supervisor.stopAll();
    rmSync(folder, { recursive: true, force: true });
  };
  const show = <T>(_name: string, work: (say: () => void) => Promise<T>) => work(() => undefined);
  const { dev, apps, environments, postgres, temporal } = await startStack({
    env: stackEnv,
    paths,
    ports,
    supervisor,
    show,
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });

  const parts = new Map<PartName, ProcessHandle>();
  const ended = new Set<ProcessHandle>();
  const setPart = (name: PartName, handle: ProcessHandle) => {
    parts.set(name, handle);
    void handle.exited.then(() => ended.add(handle));
  };
  for (const [name, app] of Object.entries(apps) as [AppName, AppHandle][]) setPart(name, app);
  if (postgres) setPart('postgres', postgres);
  if (temporal) setPart('temporal', temporal);
  const part = (name: PartName) => {
    const found = parts.get(name);
    if (found === undefined) throw new Error(`This stack does not run ${name} itself.`);
    return found;
  };
  const overrides = new Map<PartName, NodeJS.ProcessEnv>();
  const again = (name: PartName): Promise<ProcessHandle> => {
    if (name === 'postgres') {
      return startPostgres({ dataDir: paths.postgres, port: ports.POSTGRES_PORT, scope: supervisor });
    }
    if (name === 'temporal') {
      return startTemporal({
        dbFile: paths.temporalDb,
        port: ports.TEMPORAL_PORT,
        searchAttributes: SEARCH_ATTRIBUTES,
        scope: supervisor,
      });
    }
    return startApp(
      name,
      { ...environments[name], ...overrides.get(name) },
      { scope: supervisor, logsFolder: paths.logs },
    );
  };
  /** Parts that a test has ended, or all of them: they are not to be started again by themselves. */
  const endedOnPurpose = new Set<PartName>();
  let isStopping = false;
  /** Parts that are being started again by themselves just now: whoever ends one of them waits for that. */
  const restarting = new Map<PartName, Promise<void>>();
  const restart = async (name: AppName): Promise<void> => {
    while (!isStopping && !endedOnPurpose.has(name)) {
      // What it needs may be away itself.
      const started = await again(name).catch(() => null);
      if (started === null) continue;
      setPart(name, started);
      keepRunning(name);
      return;
    }
  };
  const keepRunning = (name: AppName): void => {
    void part(name).exited.then(() => restarting.set(name, restart(name)));
  };
  const endOnPurpose = async (name: PartName): Promise<ProcessHandle> => {
    endedOnPurpose.add(name);
    await restarting.get(name);
    return part(name);
  };
  return {
    dev,
    processorApiKey: environments.worker.PROCESSOR_API_KEY ?? '',
    auditSigningKey: environments.worker.AUDIT_SIGNING_KEY ?? '',
    smtpUrl: environments.worker.SMTP_URL ?? '',
    kill9: async (name) => (await endOnPurpose(name)).kill9(),
    stopPart: async (name) => (await endOnPurpose(name)).stop(),
    startAgain: async (name, settings = {}) => {
      overrides.set(name, { ...overrides.get(name), ...settings });
      setPart(name, await again(name));
      endedOnPurpose.delete(name);
    },
    startBeside: (name) => again(name),
    freeze: async (name, isFrozen) => {
      await restarting.get(name);
      process.kill(part(name).pid, isFrozen ? 'SIGSTOP' : 'SIGCONT');
    },
    keepRunning,
    hasEnded: (name) => ended.has(part(name)),
    copyDatabase: (of) => {
      const copy = mkdtempSync(join(folder, 'database-copy-'));
      return of === 'postgres'
        ? copyFolder(realpathSync(paths.postgres), copy)
        : copySqlite(paths.temporalDb, copy);
    },
    emptyTemporal: {
      restore: () => {
        for (const file of sqliteFiles(paths.temporalDb)) rmSync(file, { force: true });
      },
    },
    stop: () => {
      isStopping = true;
      return stop();
    },
  };
}

/** With its owners and modes, which Postgres insists on. */
function copyFolder(data: string, copy: string): DatabaseCopy {
  execFileSync('cp', ['--archive', `${data}/.`, copy]);
  return {
    restore: () => {
      rmSync(data, { recursive: true });
      execFileSync('cp', ['--archive', copy, data]);
    },
  };
}

function copySqlite(file: string, copy: string): DatabaseCopy {
  const copies = sqliteFiles(file).map((from) => ({ from, to: join(copy, basename(from)) }));
  for (const { from, to } of copies) if (existsSync(from)) copyFileSync(from, to);
  return {
    restore: () => {
      for (const { from, to } of copies) {
        rmSync(from, { force: true });
        if (existsSync(to)) copyFileSync(to, from);
      }
    },
  };
}

/** The file, and its log beside it where the server was killed. */
function sqliteFiles(file: string): string[] {
  return ['', '-wal', '-shm'].map((suffix) => `${file}${suffix}`);
}
