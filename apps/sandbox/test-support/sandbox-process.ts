// The payment company as tests meet it: a process of its own, over HTTP.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';
import { z } from 'zod';

export const ACCOUNT = 'acct_test';
const API_KEY = 'test-key';
export const WEBHOOK_SECRET = 'whsec_c2FuZGJveC10ZXN0LXNpZ25pbmcta2V5';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body when it is an object: what this API can answer, each part only where it is there. */
  readonly json: z.infer<typeof body>;
  /** The body when it is an array, as some of /control are. */
  readonly list: readonly unknown[];
};

const step = z.looseObject({ status: z.string() }).optional();
const body = z.looseObject({
  id: z.string().optional(),
  status: z.string().optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  data: z.array(z.looseObject({ id: z.string() })).optional(),
  nextCursor: z.string().nullish(),
  refund: step,
  payment: step,
});

export type CallOptions = {
  readonly key?: string;
  readonly account?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
};

export type SandboxProcess = {
  readonly url: string;
  readonly databasePath: string;
  readonly get: (path: string, options?: CallOptions) => Promise<Answer>;
  readonly post: (path: string, body?: unknown, options?: CallOptions) => Promise<Answer>;
  readonly remove: (path: string) => Promise<Answer>;
  /** Ends it cleanly; `kill9` does not let it finish anything. */
  readonly stop: () => Promise<void>;
  readonly kill9: () => Promise<void>;
};

const readyLine = z.object({ msg: z.literal('ready'), url: z.string() });

/** A test that fails before it could stop its process leaves none behind, nor a folder. (A test worker has no `exit` event to use.) */
const alive = new Set<ChildProcess>();
const folders: string[] = [];
afterAll(() => {
  for (const child of alive) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const CALL_TIMEOUT_MS = 10_000;
const START_TIMEOUT_MS = 10_000;

/** Starts the process on a free port, with a database of its own when none is given, and waits until it is ready. */
export async function startSandbox({
  databasePath = newDatabasePath(),
  webhookUrl = 'http://127.0.0.1:9/nobody-listens',
  settleAfterMs = 0,
}: { databasePath?: string; webhookUrl?: string; settleAfterMs?: number } = {}): Promise<SandboxProcess> {
  const { child, output, ended } = spawnSandbox({
    SANDBOX_PORT: '0',
    SANDBOX_DB: databasePath,
    SANDBOX_API_KEY: API_KEY,
    SANDBOX_WEBHOOK_URL: webhookUrl,
    SANDBOX_WEBHOOK_SECRET: WEBHOOK_SECRET,
    SANDBOX_SETTLE_AFTER_MS: String(settleAfterMs),
  });
  const ready = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { data: logged } = readyLine.safeParse(JSON.parse(line));
    if (logged !== undefined) ready.resolve(logged.url);
  });
  const timer = setTimeout(
    () => ready.reject(new Error('the sandbox was not ready in time')),
    START_TIMEOUT_MS,
  );
  void ended.then((code) =>
    ready.reject(new Error(`the sandbox ended with ${String(code)}: ${output.errors}`)),
  );
  const url = await ready.promise.finally(() => clearTimeout(timer));
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return {
    url,
    databasePath,
    get: (path, options) => call(url, 'GET', path, undefined, options),
    post: (path, body = {}, options) => call(url, 'POST', path, body, options),
    remove: (path) => call(url, 'DELETE', path, undefined),
    stop: () => end('SIGTERM'),
    kill9: () => end('SIGKILL'),
  };
}

/** The bare process, for tests of how it starts: nothing but these variables is set. */
export function spawnSandbox(variables: Readonly<Record<string, string>>) {
  const main = join(import.meta.dirname, '../src/main.ts');
  const child = spawn(process.execPath, [main], { env: { ...variables }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { errors: '' };
  child.stderr.on('data', (chunk: Buffer) => {
    output.errors += chunk.toString();
  });
  alive.add(child);
  const ended = once(child, 'close').then(([code]: unknown[]) => {
    alive.delete(child);
    return code;
  });
  return { child, output, ended };
}

function newDatabasePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
  folders.push(folder);
  return join(folder, 'sandbox.db');
}

async function call(
  url: string,
  method: string,
  path: string,
  content: unknown,
  { key, account = ACCOUNT, headers = {}, timeoutMs = CALL_TIMEOUT_MS }: CallOptions = {},
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${API_KEY}`,
      'processor-account': account,
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...headers,
    },
    body: content === undefined ? null : JSON.stringify(content),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  const json = parse(text);
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: body.safeParse(json).data ?? {},
    list: Array.isArray(json) ? json : [],
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
