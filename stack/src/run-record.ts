// .data/run.json: the processes of a running stack. Written as they start and end; a clean end removes it. A live
// process that is still in it was left behind by a crash.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeJson } from './json-file.ts';
import type { ProcessHandle } from './processes.ts';
import { StackError } from './stack-error.ts';

type RecordedProcess = {
  readonly name: string;
  readonly pid: number;
  /** When it was started, as the system reports it: a number alone may belong to another process by now. */
  readonly startedAt: string;
  readonly stopSignal: NodeJS.Signals;
};

type RecordedRun = { readonly stack: RecordedProcess; readonly processes: readonly RecordedProcess[] };

export type RunRecord = {
  add(handle: Pick<ProcessHandle, 'name' | 'pid' | 'stopSignal'>): void;
  remove(pid: number): void;
  /** The run is over and has left nothing. */
  close(): void;
};

const LEFTOVER_GRACE_MS = 15_000;
const POLL_MS = 50;

/** Opens the record, with this process as the stack. */
export function openRunRecord(file: string): RunRecord {
  const stack = recordOf({ name: 'stack', pid: process.pid, stopSignal: 'SIGTERM' });
  const processes = new Map<number, RecordedProcess>();
  const save = () => writeJson(file, { stack, processes: [...processes.values()] } satisfies RecordedRun);
  save();
  return {
    add: (handle) => {
      processes.set(handle.pid, recordOf(handle));
      save();
    },
    remove: (pid) => {
      processes.delete(pid);
      save();
    },
    close: () => rmSync(file, { force: true }),
  };
}

/** The number of the process that runs this record's stack, or undefined if none does. */
export function runningStack(file: string): number | undefined {
  const run = readRun(file);
  return run !== undefined && lives(run.stack) ? run.stack.pid : undefined;
}

/**
 * Ends what a crashed run left behind, the newest first, and returns the names. Throws a StackError if the stack itself
 * is still running there.
 */
export async function endLeftovers(file: string): Promise<readonly string[]> {
  const run = readRun(file);
  if (run === undefined) return [];
  if (lives(run.stack)) {
    throw new StackError(
      `The stack is already running (process ${run.stack.pid}, ${file}): stop it first, or set MAKEWHOLE_DATA to another folder.`,
    );
  }
  const left = run.processes.filter(lives).toReversed();
  for (const one of left) await end(one);
  rmSync(file, { force: true });
  return left.map((one) => one.name);
}

async function end(one: RecordedProcess): Promise<void> {
  process.kill(one.pid, one.stopSignal);
  const deadline = Date.now() + LEFTOVER_GRACE_MS;
  while (lives(one)) {
    if (Date.now() > deadline) process.kill(-one.pid, 'SIGKILL');
    await sleep(POLL_MS);
  }
}

function readRun(file: string): RecordedRun | undefined {
  try {
    // Only openRunRecord writes it; a file cut short by a crash counts as none.
    return JSON.parse(readFileSync(file, 'utf8')) as RecordedRun;
  } catch {
    return undefined;
  }
}

function recordOf(handle: Pick<ProcessHandle, 'name' | 'pid' | 'stopSignal'>): RecordedProcess {
  const { name, pid, stopSignal } = handle;
  return { name, pid, stopSignal, startedAt: startOf(pid) ?? 'unknown' };
}

function lives(one: RecordedProcess): boolean {
  return startOf(one.pid) === one.startedAt;
}

/** When a process was started, in the system's own format; undefined if no process has that number. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      // The second field is the command in parentheses, which may contain spaces; the start is the 20th after it.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1)?.trim().split(' ') ?? [];
      return fields[0] === 'Z' ? undefined : fields[19];
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
