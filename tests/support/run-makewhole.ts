// The makewhole command as a process of its own, as it is built, as people and scripts run it.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const PROGRAM = fileURLToPath(new URL('../../apps/cli/dist/bin/makewhole.js', import.meta.url));
const TIMEOUT_MS = 60_000;

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

type Given = {
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from its standard input. */
  readonly input?: string;
};

/** Runs it to its end. What is not in `env` is not set, but for what every process has. */
export async function runMakewhole(
  args: readonly string[],
  { env = {}, input = '' }: Given = {},
): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH, HOME, NO_COLOR: '1', ...env },
    timeout: TIMEOUT_MS,
  });
  child.stdin.end(input);
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, err };
}
