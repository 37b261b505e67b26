// The API as a running server: its parts, how it starts to listen, and how it stops without losing an answer.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listFacts } from '@makewhole/db/processor-events/list-facts';
import { recordConnectionHealth } from '@makewhole/db/obligations/connection-health';
import { findSealedConnection } from '@makewhole/db/connections/find-connection';
import { endLock } from '@makewhole/db/users/unlock-sign-in';
import { connect, type Connection } from '@makewhole/db/connect';
import { OWNER_CONNECTS, mayRewriteTrail } from '@makewhole/db/grant-app-role';
import { readSchemaState, schemaFault } from '@makewhole/db/migrations/schema-state';
import { trustedProxies, type Networks } from '@makewhole/domain/client-address';
import { createConnectedProcessors } from '@makewhole/processor/connected-processors';
import type { ProcessorTools } from '@makewhole/processor/module';
import { createWebhookVerifier, installationOf } from '@makewhole/processor/installed';
import { openCredentials } from '@makewhole/runtime/credentials';
import { databaseOptions } from '@makewhole/runtime/database-settings';
import type { Logger } from '@makewhole/runtime/logger';
import { temporalConnectionOptions } from '@makewhole/temporal/connection';
import { createApp } from './app.ts';
import type { MetricsAccess } from './context.ts';
import { createAuth } from './auth/better-auth.ts';
import { createKnownBrowsers } from './auth/known-browsers.ts';
import { createConcurrencyLimit } from './concurrency-limit.ts';
import { notifyAccountChange } from './auth/account-emails.ts';
import { createBackground } from './background.ts';
import type { ApiSettings } from './env.ts';
import { createServer } from './http/create-server.ts';
import { listenForRefundChanges, type RefundChanges } from './refund-changes.ts';
import { createWorkflowClient } from './workflow-client.ts';

export type RunningApi = {
  readonly url: string;
  /** Accepts no more connections, answers what is in progress, then releases everything. */
  readonly stop: () => Promise<void>;
};

/** How long answers in progress have to finish. */
const DRAIN_MS = 10_000;
const CLOSE_IDLE_EVERY_MS = 50;
const PROCESSOR_LOOKUP_TIMEOUT_MS = 3_000;
/** Each hash takes 32 MB, and a tenth of a second on one of the four threads that file and DNS calls share. */
const HASHES = { atOnce: 2, waitingMax: 20 };

/**
 * Starts the API. Postgres must be available; Temporal and the payment processor need not be.
 * @throws StartError if it cannot start
 */
export async function startApi(settings: ApiSettings, log: Logger): Promise<RunningApi> {
  const proxies = proxiesOf(settings);
  const database = connect(settings.DATABASE_URL, databaseOptions(settings));
  const workflows = createWorkflowClient(temporalConnectionOptions(settings), {
    namespace: settings.TEMPORAL_NAMESPACE,
    taskQueue: settings.TASK_QUEUE,
    payloadKeys: settings.TEMPORAL_PAYLOAD_KEYS,
  });
  const background = createBackground(log);
  const stopping = new AbortController();
  const processorTools = {
    now: () => new Date(),
    lookupTimeoutMs: PROCESSOR_LOOKUP_TIMEOUT_MS,
    allowOtherServers: settings.MAKEWHOLE_ALLOW_PROCESSOR_URL,
  };
  const release = async () => {
    await background.settled();
    await Promise.all([workflows.close(), database.close()]);
  };
  try {
    const app = createApp({
      db: database.db,
      processor: connectedProcessors(settings, database.db, processorTools),
      processorTools,
      credentialKeys: settings.CREDENTIAL_KEYS,
      workflows,
      changes: await openDatabase(database, log),
      auth: createAuth(database.db, signInOf(settings, { db: database.db, workflows, background }), log),
      knownBrowsers: createKnownBrowsers(settings),
      hashing: createConcurrencyLimit(HASHES),
      proxies,
      background,
      log,
      stopping: stopping.signal,
      links: {
        portalUrl: settings.PORTAL_URL,
        temporalUiUrl: settings.TEMPORAL_UI_URL ?? null,
        temporalNamespace: settings.TEMPORAL_NAMESPACE,
      },
      verifyProcessorWebhook: createWebhookVerifier(settings.PROCESSOR_WEBHOOK_SECRET),
      metrics: metricsAccessOf(settings),
      evidenceBytesPerFirm: settings.EVIDENCE_BYTES_PER_FIRM,
      payloadKeys: settings.TEMPORAL_PAYLOAD_KEYS,
      codec: {
        token: settings.TEMPORAL_CODEC_TOKEN ?? null,
        isForOwners: settings.TEMPORAL_CODEC_FOR_OWNERS,
      },
      webhooks: {
        signingKey: settings.WEBHOOK_SIGNING_KEY ?? null,
        allowPrivate: settings.WEBHOOK_PRIVATE_TARGETS,
      },
      auditPublicKeys: settings.AUDIT_PUBLIC_KEYS,
    });
    const server = createServer(app.fetch, log);
    const url = await openPort(server, settings);
    const stop = async () => {
      stopping.abort();
      await closeServer(server);
      await release();
    };
    return { url, stop };
  } catch (error) {
    await release();
    throw error;
  }
}

function connectedProcessors(settings: ApiSettings, db: Connection['db'], tools: ProcessorTools) {
  return createConnectedProcessors({
    find: (connectionId) => findSealedConnection(db, connectionId),
    unseal: (credentials) => openCredentials(settings.CREDENTIAL_KEYS, credentials, credentials),
    installed: installationOf(settings),
    report: (connectionId, state) => recordConnectionHealth(db, connectionId, state, new Date()),
    listFacts: (of) => listFacts(db, of),
    tools,
  });
}

type Mailing = Parameters<typeof notifyAccountChange>[0];

function signInOf(settings: ApiSettings, mailing: Mailing) {
  return {
    secret: settings.AUTH_SECRET,
    apiUrl: settings.API_URL,
    portalUrl: settings.PORTAL_URL,
    onPasswordSet: async (authUserId: string) => {
      // Whoever has the emailed link has confirmed their identity: it ends a lock too.
      await endLock(mailing.db, authUserId);
      await notifyAccountChange(mailing, authUserId, 'password_changed');
    },
  };
}

/** Why the API cannot start, for whoever starts it. */
export class StartError extends Error {}

function proxiesOf({ TRUSTED_PROXIES, PORTAL_URL }: ApiSettings): Networks {
  const proxies = trustedProxies(TRUSTED_PROXIES, PORTAL_URL);
  if (proxies !== null) return proxies;
  throw new StartError(
    "TRUSTED_PROXIES is missing: where PORTAL_URL is https, set it to the portal's address and those of the proxies before this API, such as 10.0.0.7,10.0.1.0/24. Forwarded client addresses are trusted only from these.",
  );
}

function metricsAccessOf({ METRICS_TOKEN, PORTAL_URL }: ApiSettings): MetricsAccess {
  if (METRICS_TOKEN !== undefined) return { kind: 'token', token: METRICS_TOKEN };
  return { kind: new URL(PORTAL_URL).protocol === 'https:' ? 'nobody' : 'everybody' };
}

async function openDatabase({ sql, direct }: Connection, log: Logger): Promise<RefundChanges> {
  const changes = await listenForRefundChanges(direct).catch((error: unknown) => {
    throw new StartError(
      `DATABASE_URL: Postgres cannot be reached (${messageOf(error)}). Start it, or correct the address.`,
    );
  });
  const fault = schemaFault(await readSchemaState(sql));
  if (fault !== null) throw new StartError(fault);
  if (await mayRewriteTrail(sql)) log.warn(OWNER_CONNECTS);
  return changes;
}

async function openPort(server: Server, { API_HOST, API_PORT }: ApiSettings): Promise<string> {
  const opened = Promise.withResolvers<void>();
  server.once('error', opened.reject);
  server.listen(API_PORT, API_HOST, opened.resolve);
  try {
    await opened.promise;
  } catch (error) {
    throw new StartError(
      `API_PORT: ${API_HOST}:${API_PORT} cannot be listened on (${messageOf(error)}). Free it, or choose another port.`,
    );
  }
  const { port } = server.address() as AddressInfo; // it listens on a port, not a pipe
  return `http://${API_HOST}:${port}`;
}

async function closeServer(server: Server): Promise<void> {
  const closed = Promise.withResolvers<void>();
  server.close(() => {
    closed.resolve();
  });
  const cutOff = setTimeout(() => {
    server.closeAllConnections();
  }, DRAIN_MS);
  // A connection whose last answer is out is idle, and would be kept.
  const closing = setInterval(() => {
    server.closeIdleConnections();
  }, CLOSE_IDLE_EVERY_MS);
  await closed.promise;
  clearInterval(closing);
  clearTimeout(cutOff);
}

function messageOf(error: unknown): string {
  // If a name has several addresses, each was tried.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const cause = first instanceof Error ? (first.cause ?? first) : first;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
