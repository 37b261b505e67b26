// Stripe's own mock, which knows every path and parameter of one version of their API: it judges whether a request of ours
// is one that they have. Built once for each user, where Go is installed.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const VERSION = 'v0.203.0';
const BUILD_MS_MAX = 10 * 60_000;

export type StripeMock = { readonly url: string; readonly stop: () => Promise<void> };

/** Null where it is neither built nor can be: Go is not installed. */
export async function startStripeMock(): Promise<StripeMock | null> {
  const binary = await findBinary();
  if (binary === null) return null;
  const child = spawn(binary, ['-http-addr', '127.0.0.1:0', '-strict-version-check'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const url = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const address = /HTTP at address: (\S+)$/.exec(line)?.[1];
    if (address !== undefined) url.resolve(`http://${address}`);
  });
  void ended.then(() => {
    url.reject(new Error('stripe-mock ended before it listened'));
  });
  return {
    url: await url.promise,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function findBinary(): Promise<string | null> {
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'makewhole');
  const binary = join(folder, `stripe-mock-${VERSION}`);
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const draft = mkdtempSync(join(folder, 'stripe-mock-'));
  try {
    await promisify(execFile)('go', ['install', `github.com/stripe/stripe-mock@${VERSION}`], {
      env: { ...process.env, GOBIN: draft, GOFLAGS: '' },
      timeout: BUILD_MS_MAX,
    });
    renameSync(join(draft, 'stripe-mock'), binary);
    return binary;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
