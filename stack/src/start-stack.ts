// Brings up the whole local stack, independent parts side by side:
//
//   Postgres -> schema -> demo firm --+
//   sandbox --------------------------+-> its payments
//   Postgres, Temporal, sandbox, mail --> api, worker (once its bundle is built)
//   portal build ----------------------> portal
//
// npm start runs it, and so do the tests that need all of it.
import { grantAppRole } from '@makewhole/db/grant-app-role';
import { migrate } from '@makewhole/db/migrate';
import { SEARCH_ATTRIBUTES } from '@makewhole/domain/contracts/search-attributes';
import {
  appEnvironments,
  buildApps,
  startApp,
  stackUrls,
  type AppEnvironments,
  type AppHandle,
  type AppName,
} from './apps.ts';
import { makeDataFolder, type DataPaths } from './data-folder.ts';
import { checkDemoPlace, checkDemoWanted } from './demo-guard.ts';
import type { DevFile } from './dev-file.ts';
import { startMailCatcher } from './mail-catcher.ts';
import { choosePorts, type PortName, type Ports } from './ports.ts';
import { checkDatabaseUrl, ensureAppRole, startPostgres, type PostgresHandle } from './postgres.ts';
import type { Say, ShowProgress } from './progress.ts';
import { readSecrets } from './secrets.ts';
import { demoPassword, seedDatabase, seedSandbox } from './seed.ts';
import type { Supervisor } from './supervisor.ts';
import { startTemporal, type TemporalHandle } from './temporal-server.ts';

export type StackOptions = {
  /** The ports, DATABASE_URL, TEMPORAL_* and whatever passes through to the apps. */
  readonly env: NodeJS.ProcessEnv;
  readonly paths: DataPaths;
  /** From stackPorts, which refuses a taken port before anything starts. */
  readonly ports: Ports;
  readonly supervisor: Supervisor;
  readonly show: ShowProgress;
};

export type Stack = {
  readonly dev: DevFile;
  /** null if Temporal is external. */
  readonly postgres: PostgresHandle | null;
  readonly temporal: TemporalHandle | null;
  readonly apps: Readonly<Record<AppName, AppHandle>>;
  /** Restarts an app after it was killed: startApp(name, environments[name]). */
  readonly environments: AppEnvironments;
};

/**
 * Starts everything under the supervisor, which stops it. Throws a StackError if a part does not come up; what has
 * started by then keeps running until the supervisor stops it.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { env, paths, ports, supervisor, show } = options;
  checkDemoWanted(env);
  makeDataFolder(paths);
  const secrets = readSecrets(paths.secrets);
  const urls = stackUrls(ports);
  const mail = await startMailCatcher({
    smtpPort: ports.SMTP_PORT,
    pagePort: ports.MAIL_PORT,
    file: paths.mail,
  });
  supervisor.add(mail);
  const building = show('Build', (say) =>
    buildApps(['portal', 'worker'], say, { logsFolder: paths.logs, scope: supervisor }),
  );
  const temporalStarting = show('Temporal', (say) => findTemporal(options, say));
  const seeding = databaseFor(options).then(async (database) => {
    const password = demoPassword(database.server === null ? 'given' : 'local', paths.secrets);
    const seed = () => seedDatabase(database.url, { secretsFile: paths.secrets, password });
    return { database, seeded: await show('Demo firm', seed) };
  });
  // Each is awaited below; until then its failure must not count as unhandled.
  for (const started of [building, temporalStarting, seeding]) started.catch(() => undefined);
  const { database, seeded } = await seeding;
  const temporal = await temporalStarting;
  const environments = appEnvironments({
    ports,
    secrets,
    env,
    databaseUrl: database.appUrl,
    sandboxDb: paths.sandboxDb,
    temporalAddress: temporal.address,
    temporalUi: temporal.ui,
    smtpUrl: mail.smtpUrl,
  });
  const start = (name: AppName) =>
    show(name, () => startApp(name, environments[name], { logsFolder: paths.logs, scope: supervisor }));

  const sandbox = await start('sandbox');
  await seedSandbox(urls.sandbox, seeded.processorPayments);
  const built = async (name: AppName) => {
    await building;
    return start(name);
  };
  const [api, worker, portal] = await Promise.all([start('api'), built('worker'), built('portal')]);
  const { apiKey, users, transactions } = seeded;
  return {
    postgres: database.server,
    temporal: temporal.server,
    apps: { sandbox, api, worker, portal },
    environments,
    dev: {
      ...urls,
      mail: mail.url,
      temporalUi: temporal.ui,
      temporalAddress: temporal.address,
      databaseUrl: database.url,
      apiKey,
      users,
      transactions,
    },
  };
}

/** The ports of the servers that will start; external ones need none. */
export function stackPorts(env: NodeJS.ProcessEnv): Promise<Ports> {
  const unused = new Set<PortName>();
  if (env.DATABASE_URL) unused.add('POSTGRES_PORT');
  if (env.TEMPORAL_ADDRESS) unused.add('TEMPORAL_PORT').add('TEMPORAL_UI_PORT');
  return choosePorts(env, unused);
}

type Database = {
  /** The owner's, for migrations. */
  readonly url: string;
  /** The role with which the apps connect; the owner's if no other was given. */
  readonly appUrl: string;
  readonly server: PostgresHandle | null;
};

async function databaseFor(options: StackOptions): Promise<Database> {
  return options.show('Postgres', async () => {
    const database = await findDatabase(options);
    const { url, appUrl } = database;
    await checkDemoPlace(url);
    await migrate(url);
    if (appUrl !== url) await grantAppRole(url, decodeURIComponent(new URL(appUrl).username));
    return database;
  });
}

async function findDatabase({ env, paths, ports, supervisor: scope }: StackOptions): Promise<Database> {
  if (env.DATABASE_URL) {
    const { DATABASE_URL: appUrl } = env;
    const url = env.MIGRATION_DATABASE_URL || appUrl;
    await checkDatabaseUrl('DATABASE_URL', appUrl);
    if (url !== appUrl) await checkDatabaseUrl('MIGRATION_DATABASE_URL', url);
    return { url, appUrl, server: null };
  }
  const server = await startPostgres({
    dataDir: paths.postgres,
    port: ports.POSTGRES_PORT,
    database: 'makewhole',
    logFile: `${paths.logs}/postgres.log`,
    scope,
  });
  return { url: server.url, appUrl: await ensureAppRole(server.url), server };
}

type Temporal = {
  readonly address: string;
  readonly ui: string | null;
  readonly server: TemporalHandle | null;
};

async function findTemporal(
  { env, paths, ports, supervisor: scope }: StackOptions,
  say: Say,
): Promise<Temporal> {
  if (env.TEMPORAL_ADDRESS) {
    say(`using the cluster at ${env.TEMPORAL_ADDRESS}`);
    return { address: env.TEMPORAL_ADDRESS, ui: env.TEMPORAL_UI_URL || null, server: null };
  }
  const server = await startTemporal({
    dbFile: paths.temporalDb,
    port: ports.TEMPORAL_PORT,
    uiPort: ports.TEMPORAL_UI_PORT,
    searchAttributes: SEARCH_ATTRIBUTES,
    ...(env.TEMPORAL_PAYLOAD_KEYS && { codecEndpoint: `${stackUrls(ports).api}/v1/codec` }),
    logFile: `${paths.logs}/temporal.log`,
    scope,
    env,
    say,
  });
  return { address: server.address, ui: server.url ?? null, server };
}
