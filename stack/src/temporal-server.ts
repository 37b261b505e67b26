// Our own Temporal development server, on a file (which keeps its state) or in memory.
import { findTemporalBinary } from './temporal-binary.ts';
import { freePort } from './ports.ts';
import { startProcess, type ProcessHandle, type ProcessScope } from './processes.ts';
import type { Say } from './progress.ts';

export type TemporalOptions = {
  /** SQLite file; in memory if absent. */
  readonly dbFile?: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** 0 takes any free port; no web UI if absent. */
  readonly uiPort?: number;
  /** The endpoint that decrypts payloads for the web UI, if they are encrypted. */
  readonly codecEndpoint?: string;
  /** Name and type of each, as in the workflow contract. */
  /** More of the server's dynamic settings, `name=value`. */
  readonly dynamicConfig?: readonly string[];
  readonly searchAttributes: Readonly<Record<string, string>>;
  /** The binary; found, fetched or built if absent. */
  readonly binary?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly say?: Say;
  readonly logFile?: string;
  readonly scope?: ProcessScope;
};

export type TemporalHandle = ProcessHandle & {
  /** host:port for clients and workers. */
  readonly address: string;
  /** The web UI's URL, if there is one. */
  readonly url?: string;
};

const HOST = '127.0.0.1';
const START_TIMEOUT_MS = 60_000;

/**
 * Starts the server. A new one knows every search attribute; the worker adds those that are newer than an existing
 * file, as on any cluster.
 */
export async function startTemporal(options: TemporalOptions): Promise<TemporalHandle> {
  // By default it phones home at start and each day.
  const env = { ...(options.env ?? process.env), TEMPORAL_VERSION_CHECK_DISABLED: '1' };
  const { scope } = options;
  const binary =
    options.binary ??
    (await findTemporalBinary({ env, say: options.say ?? (() => undefined), ...(scope && { scope }) }));
  const port = options.port === 0 ? await freePort() : options.port;
  const uiPort = options.uiPort === 0 ? await freePort() : options.uiPort;
  const { process: server } = await startProcess(
    {
      name: 'temporal',
      command: binary,
      args: serverArgs(options, port, uiPort),
      env,
      ...(options.logFile && { logFile: options.logFile }),
      ...(scope && { scope }),
    },
    { when: (line) => (line.startsWith('Temporal Server:') ? true : undefined), timeoutMs: START_TIMEOUT_MS },
  );
  return {
    ...server,
    address: `${HOST}:${port}`,
    ...(uiPort !== undefined && { url: `http://localhost:${uiPort}` }),
  };
}

function serverArgs(options: TemporalOptions, port: number, uiPort: number | undefined): string[] {
  return [
    'server',
    'start-dev',
    `--ip=${HOST}`,
    `--port=${port}`,
    ...(uiPort === undefined
      ? ['--headless']
      : [`--ui-port=${uiPort}`, `--ui-ip=${HOST}`, '--ui-disable-news-fetch']),
    ...(options.codecEndpoint === undefined ? [] : [`--ui-codec-endpoint=${options.codecEndpoint}`]),
    // Lets tests skip days in seconds.
    '--dynamic-config-value=frontend.WorkflowTimeSkippingEnabled=true',
    // By default a timer fires up to a second late, to tolerate the clocks of several machines: this is one machine.
    '--dynamic-config-value=history.timerProcessorMaxTimeShift="10ms"',
    ...(options.dynamicConfig ?? []).map((value) => `--dynamic-config-value=${value}`),
    ...(options.dbFile === undefined
      ? []
      : // Every commit is on disk, at twice the speed of the default journal.
        [
          `--db-filename=${options.dbFile}`,
          '--sqlite-pragma=journal_mode=WAL',
          '--sqlite-pragma=synchronous=FULL',
        ]),
    ...Object.entries(options.searchAttributes).map(([name, type]) => `--search-attribute=${name}=${type}`),
  ];
}
