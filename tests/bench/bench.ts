// What the measures share: one Postgres and one Temporal server for the run, as durable as `npm start` has them, and
// started when the first measure asks.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SEARCH_ATTRIBUTES } from '@makewhole/domain/contracts/search-attributes';
import { startPostgres } from '@makewhole/stack/postgres';
import { startTemporal } from '@makewhole/stack/temporal-server';

export type Bench = ReturnType<typeof openBench>;

/** Nothing is started yet. @param say hears of what is slow */
export function openBench(say: (line: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'makewhole-bench-'));
  // As root, Postgres runs as a user of its own who has to pass through.
  chmodSync(folder, 0o711);
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  // The servers end with this process, however it ends; what they wrote goes with them.
  process.on('exit', removeFolder);
  const stops: (() => Promise<void>)[] = [];

  async function kept<Server extends { stop(): Promise<void> }>(starting: Promise<Server>): Promise<Server> {
    const server = await starting;
    stops.push(() => server.stop());
    return server;
  }
  const postgres = once(() => kept(startPostgres({ dataDir: join(folder, 'postgres'), port: 0 })));
  const temporal = once(() =>
    kept(
      startTemporal({
        port: 0,
        dbFile: join(folder, 'temporal.db'),
        searchAttributes: SEARCH_ATTRIBUTES,
        say,
      }),
    ),
  );
  return {
    say,
    /** Of a superuser: each measure makes a database of its own. */
    databaseUrl: async () => (await postgres()).url,
    temporalAddress: async () => (await temporal()).address,
    async stop() {
      for (const stop of stops.toReversed()) await stop();
      removeFolder();
      process.off('exit', removeFolder);
    },
  };
}

function once<T>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => (started ??= start());
}
