// The model in docs/model, run by Quint's simulator. Always by its TypeScript backend: the other one would be downloaded.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODEL = fileURLToPath(new URL('../../docs/model/refund.qnt', import.meta.url));
const require = createRequire(import.meta.url);
const QUINT = join(dirname(require.resolve('@informalsystems/quint')), 'cli.js');

export const INVARIANTS = [
  'paidOnce',
  'nonePaidUnheard',
  'clearingIsZero',
  'allCarried',
  'someWordEndsIt',
  'failureIsOwed',
] as const;
export type Invariant = (typeof INVARIANTS)[number];

export type Exploration = {
  /** A module of the model: `sound`, or a mutant. */
  readonly instance: string;
  readonly traces: number;
  /** Steps of each trace. */
  readonly steps: number;
  readonly seed: number;
  /** Places of which the traces that come by are counted. */
  readonly witnesses?: readonly string[];
  /** Ends it before its time. */
  readonly signal?: AbortSignal;
};

export type Explored = {
  /** Empty where all of them held in every state. */
  readonly violated: readonly Invariant[];
  /** How many traces came by each witness. */
  readonly witnessed: Readonly<Record<string, number>>;
  /** Quint's own words. */
  readonly said: string;
};

/** Explores an instance of the model. The same seed explores the same. @throws where Quint says neither that it held nor what did not */
export async function explore(exploration: Exploration): Promise<Explored> {
  const { instance, traces, steps, seed, witnesses = [], signal } = exploration;
  const said = await run(
    [
      ...['run', MODEL, '--main', instance, '--backend=typescript', '--verbosity=1'],
      ...['--max-samples', String(traces), '--max-steps', String(steps), '--seed', String(seed)],
      ...['--invariants', ...INVARIANTS],
      ...(witnesses.length > 0 ? ['--witnesses', ...witnesses] : []),
    ],
    signal,
  );
  const violated = INVARIANTS.filter((invariant) => said.includes(`❌ ${invariant}`));
  if (violated.length === 0 && !said.includes('[ok]')) throw new Error(`Quint explored nothing:\n${said}`);
  const counted = [...said.matchAll(/^(\w+) was witnessed in (\d+) trace/gm)];
  return { violated, witnessed: Object.fromEntries(counted.map(([, name, n]) => [name, Number(n)])), said };
}

/** @returns all that it wrote */
function run(args: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [QUINT, ...args], { stdio: ['ignore', 'pipe', 'pipe'], signal });
    let said = '';
    const hear = (chunk: string) => (said += chunk);
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('error', failed);
    child.once('close', () => done(said));
  });
}
