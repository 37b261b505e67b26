// One Postgres and one Temporal server for a whole run of the tests, whichever of its projects ask for them. They are
// handed to the tests as inject('databaseUrl') and inject('temporalAddress').
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SEARCH_ATTRIBUTES } from '@makewhole/domain/contracts/search-attributes';
import { buildApps } from '@makewhole/stack/apps';
import { startPostgres } from '@makewhole/stack/postgres';
import { showProgress } from '@makewhole/stack/progress';
import { startTemporal } from '@makewhole/stack/temporal-server';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a superuser: createTestDatabase makes each test file a database of its own. */
    databaseUrl: string;
    /** host:port of a server in memory, namespace "default", search attributes registered, time skipping allowed. */
    temporalAddress: string;
  }
}

type Servers = { readonly databaseUrl: string; readonly temporalAddress: string; stop(): Promise<void> };

// Vitest loads this file once for each project, so the one set of servers is kept where all of these copies see it.
const SHARED = Symbol.for('makewhole test servers');
// The cast says no more than that the property may be there.
const shared = globalThis as { [SHARED]?: Promise<Servers> | undefined };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared[SHARED] ??= startServers();
  const servers = await shared[SHARED];
  project.provide('databaseUrl', servers.databaseUrl);
  project.provide('temporalAddress', servers.temporalAddress);
  return stopServers;
}

async function startServers(): Promise<Servers> {
  // npm test has built everything; a run of one file by hand must not test the workflows of yesterday.
  await showProgress('Workflow bundle and command', (say) => buildApps(['worker', 'cli'], say));
  const folder = mkdtempSync(join(tmpdir(), 'makewhole-tests-'));
  // As root, Postgres runs as a user of its own who has to pass through.
  chmodSync(folder, 0o711);
  const started = await Promise.allSettled([
    startPostgres({ dataDir: join(folder, 'postgres'), port: 0, safeAtPowerCut: false }),
    // Its first start on a machine may build it for minutes: no silence meanwhile.
    showProgress('Temporal', (say) => startTemporal({ port: 0, searchAttributes: SEARCH_ATTRIBUTES, say })),
  ]);
  const stop = async () => {
    const running = started.flatMap((server) => (server.status === 'fulfilled' ? [server.value] : []));
    await Promise.all(running.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  const [postgres, temporal] = started;
  if (postgres.status === 'fulfilled' && temporal.status === 'fulfilled') {
    return { databaseUrl: postgres.value.url, temporalAddress: temporal.value.address, stop };
  }
  await stop();
  throw postgres.status === 'rejected' ? postgres.reason : temporal.status === 'rejected' && temporal.reason;
}

/** Each project asks at the end of the run; the first one does it for all. */
async function stopServers(): Promise<void> {
  const servers = shared[SHARED];
  shared[SHARED] = undefined;
  await (await servers)?.stop();
}
