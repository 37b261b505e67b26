// The worker process: waits for Temporal if it is down, runs refund workflows and their activities, and on SIGTERM lets
// running work finish before it exits.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { connect } from '@makewhole/db/connect';
import { OWNER_CONNECTS, mayRewriteTrail } from '@makewhole/db/grant-app-role';
import { readSchemaState, schemaFault } from '@makewhole/db/migrations/schema-state';
import { pingDatabase } from '@makewhole/db/ping';
import { recordConnectionHealth } from '@makewhole/db/obligations/connection-health';
import { findSealedConnection } from '@makewhole/db/connections/find-connection';
import { listFacts } from '@makewhole/db/processor-events/list-facts';
import { createConnectedProcessors } from '@makewhole/processor/connected-processors';
import { installationOf } from '@makewhole/processor/installed';
import { openCredentials } from '@makewhole/runtime/credentials';
import { dataConverterOf } from '@makewhole/temporal/data-converter';
import { auditPublicKeyOf, createCheckpointSigner } from '@makewhole/runtime/audit-keys';
import { databaseOptions } from '@makewhole/runtime/database-settings';
import { createLogger } from '@makewhole/runtime/logger';
import { temporalConnectionOptions } from '@makewhole/temporal/connection';
import { isNotAllowed } from '@makewhole/temporal/refused-calls';
import { createActivities } from './activities/create-activities.ts';
import { createWorkers, type Workers } from './create-workers.ts';
import { createMailer } from './emails/mailer.ts';
import { readWorkerEnv, slotsOf } from './env.ts';
import { exitWhenStuck } from './exit-when-stuck.ts';
import { MissingRight, prepareTemporal } from './prepare-temporal.ts';
import { watchSchedules } from './watch-schedules.ts';
import { startDeliveriesAsTheyCome } from './start-deliveries.ts';
import { bundleWorkflows } from './workflow-bundle.ts';

const CONNECT_AGAIN_AFTER_MS = 1_000;
/**
 * How long a workflow waits for the worker that has it cached, which may have been killed, before any worker takes it.
 */
const STICKY_TIMEOUT = '3 seconds';
const SHUTDOWN_GRACE = '10 seconds';
/** A worker whose work went to another, as after a suspension, would wait forever for that work to end. */
const SHUTDOWN_FORCED_AFTER = '15 seconds';
const LEAVE_WITHIN_MS = 20_000;

type Temporal = { readonly connection: NativeConnection; readonly client: Client };

const env = readWorkerEnv();
const log = createLogger('worker', env.LOG_LEVEL);
const dataConverter = dataConverterOf(env.TEMPORAL_PAYLOAD_KEYS);
let stopping = false;
let workers: Workers | null = null;
const stop = () => {
  stopping = true;
  workers?.shutdown();
};

Runtime.install({
  shutdownSignals: [],
  ...(env.METRICS_ADDRESS !== undefined && {
    telemetryOptions: { metrics: { prometheus: { bindAddress: env.METRICS_ADDRESS } } },
  }),
  logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
    log[level === 'ERROR' ? 'error' : 'warn']({ meta }, message);
  }),
});
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

const database = connect(env.DATABASE_URL, databaseOptions(env));
const mailer = createMailer(env.SMTP_URL, env.MAIL_FROM);
try {
  await requireDatabase();
  if (await mayRewriteTrail(database.sql)) log.warn(OWNER_CONNECTS);
  const temporal = await connectTemporal();
  if (temporal !== null) await run(temporal);
} finally {
  mailer.close();
  await database.close();
}

/**
 * A wrong address or an old schema is an error of whoever set it up, reported at once; if Postgres goes down later, the
 * worker waits for it.
 */
async function requireDatabase(): Promise<void> {
  const fault = (await pingDatabase(database.db))
    ? schemaFault(await readSchemaState(database.sql))
    : 'DATABASE_URL: Postgres cannot be reached. Start it, or correct the address.';
  if (fault === null) return;
  process.stderr.write(`${fault}\n`);
  process.exit(1);
}

/**
 * Connects to Temporal and prepares it, trying for as long as the process lives: refunds recorded meanwhile wait for
 * it.
 */
async function connectTemporal(): Promise<Temporal | null> {
  const tell = tellOnce();
  for (let tries = 1; !stopping; tries += 1) {
    let connection: NativeConnection | undefined;
    try {
      connection = await NativeConnection.connect(temporalConnectionOptions(env));
      const client = new Client({ connection, namespace: env.TEMPORAL_NAMESPACE, dataConverter });
      await prepare(client);
      return { connection, client };
    } catch (error) {
      await connection?.close();
      tell(error, tries);
      await sleep(CONNECT_AGAIN_AFTER_MS);
    }
  }
  return null;
}

/** A right that is missing is told once, since only a person can end that; a server that is away, now and then. */
function tellOnce(): (error: unknown, tries: number) => void {
  let told = '';
  return (error, tries) => {
    const refusal = refusalOf(error);
    if (refusal === null) {
      if (tries % 10 === 1) log.warn({ err: error, tries }, 'Temporal cannot be reached; trying on');
    } else if (refusal !== told) {
      told = refusal;
      log.error(`${refusal} This worker waits for that.`);
    }
  };
}

function refusalOf(error: unknown): string | null {
  if (error instanceof MissingRight) return `${error.message}.`;
  if (!isNotAllowed(error)) return null;
  const reason = error instanceof Error ? error.message : String(error);
  return `Temporal answers, and refuses this worker (${reason}): give it the right to run workflows and to write schedules in the namespace ${env.TEMPORAL_NAMESPACE}, or correct TEMPORAL_API_KEY.`;
}

function prepare(client: Client): Promise<void> {
  return prepareTemporal(client, env.TEMPORAL_NAMESPACE, {
    taskQueue: env.TASK_QUEUE,
    intervalSeconds: env.SWEEP_INTERVAL_SECONDS,
  });
}

async function run({ connection, client }: Temporal): Promise<void> {
  const workflowBundle =
    env.WORKFLOW_BUNDLE === undefined ? await bundleWorkflows() : { codePath: env.WORKFLOW_BUNDLE };
  workers = await createWorkers({
    connection,
    namespace: env.TEMPORAL_NAMESPACE,
    taskQueue: env.TASK_QUEUE,
    workflowBundle,
    dataConverter,
    activities: createActivities({
      db: database.db,
      processor: createConnectedProcessors({
        find: (connectionId) => findSealedConnection(database.db, connectionId),
        unseal: (credentials) => openCredentials(env.CREDENTIAL_KEYS, credentials, credentials),
        installed: installationOf(env),
        report: (connectionId, state) => recordConnectionHealth(database.db, connectionId, state, new Date()),
        listFacts: (of) => listFacts(database.db, of),
        tools: { now: () => new Date(), allowOtherServers: env.MAKEWHOLE_ALLOW_PROCESSOR_URL },
      }),
      mailer,
      portalUrl: env.PORTAL_URL,
      webhooks: {
        signingKey: env.WEBHOOK_SIGNING_KEY ?? null,
        allowPrivate: env.WEBHOOK_PRIVATE_TARGETS,
      },
      operatorEmail: env.OPERATOR_EMAIL,
      signCheckpoint: checkpointSigner(),
      temporal: client,
      taskQueue: env.TASK_QUEUE,
    }),
    slots: slotsOf(env),
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: SHUTDOWN_FORCED_AFTER,
    stickyQueueScheduleToStartTimeout: STICKY_TIMEOUT,
  });
  if (stopping) return;
  const engine = { temporal: client, taskQueue: env.TASK_QUEUE };
  const endDeliveries = await startDeliveriesAsTheyCome(database, engine, log);
  log.info({ taskQueue: env.TASK_QUEUE, work: env.WORKER_DOES }, 'ready');
  const running = workers.run();
  const stopWatching = exitWhenStuck({
    isRunning: workers.isRunning,
    withinMs: LEAVE_WITHIN_MS,
    log,
    exit: () => process.exit(1),
  });
  const stopWatchingSchedules = watchSchedules({ ...engine, prepare: () => prepare(client) }, log);
  await running.finally(stopWatching).finally(stopWatchingSchedules);
  await endDeliveries();
  await connection.close();
}

/** Logs the public key that belongs to it: the API's settings need it, and so does anyone who verifies an export. */
function checkpointSigner(): ((hash: string) => string) | undefined {
  const { AUDIT_SIGNING_KEY: key } = env;
  if (key === undefined) {
    log.warn('AUDIT_SIGNING_KEY is not set: the checkpoints of the audit trail are not signed');
    return undefined;
  }
  log.info({ auditPublicKey: auditPublicKeyOf(key) }, 'checkpoints of the audit trail are signed');
  return createCheckpointSigner(key);
}
