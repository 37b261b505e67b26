// A Postgres and a Temporal server of a test's own, on disk, so that it can kill and restart them.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SEARCH_ATTRIBUTES } from '@makewhole/domain/contracts/search-attributes';
import { freePort } from '@makewhole/stack/ports';
import { startPostgres, type PostgresHandle } from '@makewhole/stack/postgres';
import { startTemporal, type TemporalHandle } from '@makewhole/stack/temporal-server';

export type OwnServers = Awaited<ReturnType<typeof startOwnServers>>;

/** Starts both; each can be ended with kill -9 and started again with what it had. @param dynamicConfig of Temporal */
export async function startOwnServers(dynamicConfig: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'makewhole-own-'));
  // As root, Postgres runs as a user of its own who has to pass through.
  chmodSync(folder, 0o711);
  const [postgresPort, temporalPort] = [await freePort(), await freePort()];
  const runPostgres = () => startPostgres({ dataDir: join(folder, 'postgres'), port: postgresPort });
  const runTemporal = () =>
    startTemporal({
      port: temporalPort,
      dbFile: join(folder, 'temporal.db'),
      searchAttributes: SEARCH_ATTRIBUTES,
      dynamicConfig,
      say: () => undefined,
    });
  let postgres: PostgresHandle = await runPostgres();
  let temporal: TemporalHandle = await runTemporal();
  return {
    databaseUrl: postgres.url,
    temporalAddress: temporal.address,
    async restartPostgres() {
      await postgres.kill9();
      postgres = await runPostgres();
    },
    killTemporal: () => temporal.kill9(),
    async startTemporal() {
      temporal = await runTemporal();
    },
    async stop() {
      await temporal.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
