import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createApiKey } from '@makewhole/db/api-keys/create-api-key';
import { createPrincipal } from '@makewhole/db/users/create-principal';
import { buildApps } from '@makewhole/stack/apps';
import { PROJECT_FOLDER } from '@makewhole/stack/data-folder';
import type { Bench } from './bench.ts';
import { counted, type Finding, type Measure } from './measure.ts';
import { startProduct, type Product } from './product.ts';

const MANY = 100_000;
const FEW = 2_000;
/** How many matters have one client. */
const MATTERS_A_CLIENT = 3;
const MEGABYTE = 1024 * 1024;

const MEANING =
  'generated matters from a CSV file, by the command over the API into an empty firm, where each has two people and every third a client of its own: the whole file tried and then written, and the same file again with --skip-bad, which tries nothing first. The rate counts a row once, however often it was sent. Memory is the most that a process held.';

export const importMatters: Measure = {
  name: 'import-matters',
  isBig: true,
  meaning: `${MANY.toLocaleString('en')} ${MEANING}`,
  run: (bench) => measure(bench, MANY),
};

export const importFewMatters: Measure = {
  name: 'import-few-matters',
  meaning: `${FEW.toLocaleString('en')} ${MEANING}`,
  run: (bench) => measure(bench, FEW),
};

async function measure(bench: Bench, total: number): Promise<Finding[]> {
  await buildApps(['cli'], bench.say);
  const product = await startProduct(bench, { hasWorker: false });
  const folder = await mkdtemp(join(tmpdir(), 'makewhole-bench-import-'));
  try {
    const path = join(folder, 'matters.csv');
    await writeFile(path, matterFile(total));
    const env = { MAKEWHOLE_API_URL: product.url, MAKEWHOLE_API_KEY: await importKey(product) };
    const written = await runImport([path], env);
    bench.say(`tried and written in ${Math.round(written.seconds)} s`);
    const again = await runImport([path, '--skip-bad'], env);
    expectAll('created', total, written);
    expectAll('unchanged', total, again);
    const peak = Math.max(written.peakBytes, again.peakBytes);
    return [
      counted('The file, tried and written', 's', written.seconds),
      counted('Its rate', 'rows/s', total / written.seconds),
      counted('The same file again, not tried first', 's', again.seconds),
      counted('Memory of the command', 'MB', peak / MEGABYTE),
      counted('Memory of the API', 'MB', peakBytesOf(product.apiPid) / MEGABYTE),
    ];
  } finally {
    await rm(folder, { recursive: true });
    await product.stop();
  }
}

function matterFile(total: number): string {
  const rows = Array.from({ length: total }, (_, at) => {
    const client = Math.floor(at / MATTERS_A_CLIENT);
    const people = `Nora Adler <nora@adler.example>; p${at % 40}@adler.example`;
    return `generated-${at},G-${at},"Estate of Client ${client}, part ${at}",of-${client},Client ${client},${people}`;
  });
  return ['external_id,number,name,client_external_id,client_name,responsible_emails', ...rows].join('\n');
}

async function importKey({ db, firm: { firmId } }: Product): Promise<string> {
  const principalId = await createPrincipal(db, { firmId, kind: 'api_client', name: 'Importer' });
  return (await createApiKey(db, { firmId, principalId, scopes: ['import'] })).key;
}

type Counts = Readonly<Record<string, unknown>>;
type Imported = { readonly seconds: number; readonly peakBytes: number; readonly counts: Counts };

const SAMPLED_EVERY_MS = 100;

async function runImport(args: readonly string[], env: Record<string, string>): Promise<Imported> {
  const program = join(PROJECT_FOLDER, 'apps/cli/dist/bin/makewhole.js');
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, '--json', 'import', 'matters', ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let peakBytes = 0;
  const sampling = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakBytesOf(child.pid));
  }, SAMPLED_EVERY_MS);
  const ended = once(child, 'exit');
  const out = await text(child.stdout);
  const [code] = await ended;
  clearInterval(sampling);
  if (code !== 0) throw new Error(`The import ended with exit code ${String(code)}: ${out.slice(0, 1_000)}`);
  return { seconds: (performance.now() - startedAt) / 1_000, peakBytes, counts: JSON.parse(out) as Counts };
}

/** As Linux counts it; 0 of a process that has ended. */
function peakBytesOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function expectAll(status: 'created' | 'unchanged', total: number, { counts }: Imported): void {
  if (counts[status] === total) return;
  throw new Error(`Not every row was ${status}: ${JSON.stringify(counts).slice(0, 300)}`);
}
