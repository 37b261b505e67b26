// The apps as separate processes, as they would run anywhere, and the settings that connect them.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PROJECT_FOLDER } from './data-folder.ts';
import type { Ports } from './ports.ts';
import { runToEnd, startProcess, type ProcessHandle, type ProcessScope } from './processes.ts';
import type { Say } from './progress.ts';
import type { Secrets } from './secrets.ts';

export type AppName = 'sandbox' | 'api' | 'worker' | 'portal';
export type AppEnvironments = Readonly<Record<AppName, NodeJS.ProcessEnv>>;
export type AppHandle = ProcessHandle & {
  /** As the app logs it; the worker listens nowhere. */
  readonly url?: string;
};

type AppOptions = {
  /** A folder in which output goes to a file of its own; absent: output is not kept. */
  readonly logsFolder?: string;
  readonly scope?: ProcessScope;
};

const ENTRY_POINTS: Readonly<Record<AppName, string>> = {
  sandbox: 'apps/sandbox/src/main.ts',
  api: 'apps/api/src/main.ts',
  worker: 'apps/worker/src/main.ts',
  portal: 'apps/portal/build/index.js',
};
/** The output of the worker's build. */
export const WORKFLOW_BUNDLE = join(PROJECT_FOLDER, 'apps/worker/dist/workflow-bundle.js');
const READY_TIMEOUT_MS = 60_000;
const BUILD_TIMEOUT_MS = 10 * 60_000;
/** The worker lets running activities end first. */
const GRACE_MS = 20_000;

/** Starts an app with these settings on top of the current environment, and waits until it serves. */
export async function startApp(
  name: AppName,
  env: NodeJS.ProcessEnv,
  { logsFolder, scope }: AppOptions = {},
): Promise<AppHandle> {
  const started = await startProcess(
    {
      name,
      command: process.execPath,
      args: [join(PROJECT_FOLDER, ENTRY_POINTS[name])],
      cwd: PROJECT_FOLDER,
      env: { ...process.env, ...env },
      graceMs: GRACE_MS,
      ...(logsFolder && { logFile: join(logsFolder, `${name}.log`) }),
      ...(scope && { scope }),
    },
    { when: readyLine, timeoutMs: READY_TIMEOUT_MS },
  );
  return { ...started.process, ...started.ready };
}

type BuiltApp = 'portal' | 'worker' | 'cli';

/**
 * Builds what cannot run as written: the portal, the bundle of the worker's workflows, and the command. Quick if nothing has
 * changed.
 */
export async function buildApps(
  apps: readonly BuiltApp[],
  say: Say,
  { logsFolder, scope }: AppOptions = {},
): Promise<void> {
  if (!existsSync(WORKFLOW_BUNDLE)) say(`building ${apps.join(' and ')}`);
  const bins = join(PROJECT_FOLDER, 'node_modules/.bin');
  await runToEnd({
    name: 'the build',
    command: join(bins, 'turbo'),
    args: ['run', 'build', ...apps.map((app) => `--filter=@makewhole/${app}`), '--output-logs=errors-only'],
    cwd: PROJECT_FOLDER,
    env: {
      ...process.env,
      PATH: `${bins}${delimiter}${process.env.PATH ?? ''}`,
      TURBO_TELEMETRY_DISABLED: '1',
    },
    timeoutMs: BUILD_TIMEOUT_MS,
    ...(logsFolder && { logFile: join(logsFolder, 'build.log') }),
    ...(scope && { scope }),
  });
}

export type Surroundings = {
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly sandboxDb: string;
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalUi: string | null;
  readonly smtpUrl: string;
  /** What the person at the terminal has set: passed to the apps unless the stack sets it. */
  readonly env: NodeJS.ProcessEnv;
};

/**
 * The settings of each app. TEMPORAL_NAMESPACE, TASK_QUEUE, LOG_LEVEL and the like come from the current environment.
 */
export function appEnvironments(from: Surroundings): AppEnvironments {
  const { ports, secrets, env } = from;
  const urls = stackUrls(ports);
  const shared: NodeJS.ProcessEnv = {
    ...env,
    DATABASE_URL: from.databaseUrl,
    TEMPORAL_ADDRESS: from.temporalAddress,
    ...(from.temporalUi !== null && { TEMPORAL_UI_URL: from.temporalUi }),
    PROCESSOR_URL: `http://127.0.0.1:${ports.SANDBOX_PORT}`,
    PROCESSOR_API_KEY: secrets.processorApiKey,
    PROCESSOR_WEBHOOK_SECRET: secrets.processorWebhookSecret,
    API_URL: urls.api,
    PORTAL_URL: urls.portal,
    WEBHOOK_SIGNING_KEY: env.WEBHOOK_SIGNING_KEY ?? secrets.webhookSigningKey,
    CREDENTIAL_KEYS: env.CREDENTIAL_KEYS ?? secrets.credentialKeys,
    // A developer's receivers run on the same machine.
    WEBHOOK_PRIVATE_TARGETS: env.WEBHOOK_PRIVATE_TARGETS ?? 'true',
  };
  return {
    sandbox: {
      ...env,
      SANDBOX_PORT: String(ports.SANDBOX_PORT),
      SANDBOX_DB: from.sandboxDb,
      SANDBOX_API_KEY: secrets.processorApiKey,
      SANDBOX_WEBHOOK_URL: `http://127.0.0.1:${ports.API_PORT}/v1/processor/webhooks`,
      SANDBOX_WEBHOOK_SECRET: secrets.processorWebhookSecret,
    },
    api: {
      ...shared,
      API_PORT: String(ports.API_PORT),
      AUTH_SECRET: secrets.authSecret,
      // The demo firm's owner runs the system.
      TEMPORAL_CODEC_FOR_OWNERS: env.TEMPORAL_CODEC_FOR_OWNERS ?? 'true',
      AUDIT_PUBLIC_KEYS: env.AUDIT_PUBLIC_KEYS ?? secrets.auditPublicKey,
    },
    worker: {
      ...shared,
      SMTP_URL: from.smtpUrl,
      MAIL_FROM: env.MAIL_FROM || 'Makewhole <refunds@makewhole.example>',
      WORKFLOW_BUNDLE,
      AUDIT_SIGNING_KEY: env.AUDIT_SIGNING_KEY ?? secrets.auditSigningKey,
    },
    portal: {
      ...env,
      PORT: String(ports.PORTAL_PORT),
      HOST: '127.0.0.1',
      API_URL: urls.api,
      PORTAL_URL: urls.portal,
    },
  };
}

/** Addresses shown to people say localhost. */
export function stackUrls(ports: Ports) {
  const at = (port: number) => `http://localhost:${port}`;
  return { portal: at(ports.PORTAL_PORT), api: at(ports.API_PORT), sandbox: at(ports.SANDBOX_PORT) };
}

/** The line with which each app says that it serves: JSON with msg "ready", and its url if it listens. */
function readyLine(line: string): { url?: string } | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const said: unknown = JSON.parse(line);
    if (typeof said !== 'object' || said === null || !('msg' in said) || said.msg !== 'ready')
      return undefined;
    return 'url' in said && typeof said.url === 'string' ? { url: said.url } : {};
  } catch {
    return undefined;
  }
}
