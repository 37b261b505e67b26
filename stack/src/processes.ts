// Starts a server as a separate process, in its own process group: a Ctrl-C at the terminal reaches only the stack,
// which then stops its servers in order.
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { StackError } from './stack-error.ts';

/** How a process ended: on its own with a code, or by a signal. */
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type ProcessHandle = {
  readonly name: string;
  readonly pid: number;
  readonly stopSignal: NodeJS.Signals;
  /** Resolves when the process has ended, however it did. */
  readonly exited: Promise<Exit>;
  /**
   * Asks it to end and waits; sends SIGKILL to its whole group once the grace period is over. Harmless if it has ended.
   */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill9(): Promise<void>;
};

export type ProcessKind = 'server' | 'command';

/** A caller may follow new processes and forbid them; see supervisor.ts. */
export type ProcessScope = {
  readonly signal: AbortSignal;
  /** A server is meant to stay; a command ends on its own. */
  track(handle: ProcessHandle, kind: ProcessKind): void;
};

export type ProcessOptions = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Its output is appended to this file. Absent: the output is not kept. */
  readonly logFile?: string;
  /** The user to run as; only root may name another. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly stopSignal?: NodeJS.Signals;
  readonly graceMs?: number;
  readonly scope?: ProcessScope;
};

type Ready<T> = {
  /** Reads one line of output; anything but undefined means that the process serves, and is returned. */
  readonly when: (line: string) => T | undefined;
  readonly timeoutMs: number;
};

/** The live process groups. None outlives this process, not even one that ends by an uncaught error. */
const living = new Set<number>();
process.on('exit', () => living.forEach((pid) => signalProcess(-pid, 'SIGKILL')));

const GRACE_MS = 10_000;
const KEPT_LINES_MAX = 20;
const LAST_LINES = 5;
const LOG_BYTES_MAX = 10_000_000;
/** How long after the end its last output may still arrive. */
const LAST_WORDS_MS = 300;

/**
 * Starts a process and waits for the line that says that it serves. Throws a StackError with its last output if it ends
 * or stays silent instead; it is not left running then.
 */
export async function startProcess<T>(
  options: ProcessOptions,
  ready: Ready<T>,
): Promise<{ readonly process: ProcessHandle; readonly ready: T }> {
  const { handle, output } = await spawnProcess(options, 'server');
  const answer = Promise.withResolvers<T>();
  const stopWatching = output.watch((line) => {
    const found = ready.when(line);
    if (found !== undefined) answer.resolve(found);
  });
  const timer = setTimeout(() => {
    const seconds = Math.round(ready.timeoutMs / 1000);
    answer.reject(
      new StackError(`${options.name} was not ready after ${seconds} s. ${lastWords(options, output.kept)}`),
    );
  }, ready.timeoutMs);
  void handle.exited.then((exit) =>
    answer.reject(
      new StackError(
        `${options.name} ended before it was ready (${describeExit(exit)}). ${lastWords(options, output.kept)}`,
      ),
    ),
  );
  try {
    return { process: handle, ready: await answer.promise };
  } catch (error) {
    await handle.kill9();
    throw error;
  } finally {
    clearTimeout(timer);
    stopWatching();
  }
}

/**
 * Runs a command to its end and returns its last lines. Throws a StackError with them if it fails or takes too long.
 */
export async function runToEnd(
  options: ProcessOptions & { readonly timeoutMs: number },
): Promise<readonly string[]> {
  const { handle, output } = await spawnProcess(options, 'command');
  const timer = setTimeout(() => void handle.kill9(), options.timeoutMs);
  const exit = await handle.exited.finally(() => clearTimeout(timer));
  if (exit.code === 0) return output.kept;
  throw new StackError(`${options.name} failed (${describeExit(exit)}). ${lastWords(options, output.kept)}`);
}

/** How a process ended, in words. */
export function describeExit(exit: Exit): string {
  return exit.signal === null ? `exit code ${exit.code}` : `ended by ${exit.signal}`;
}

type Output = {
  /** The last lines, oldest first. */
  readonly kept: string[];
  watch(onLine: (line: string) => void): () => void;
};

async function spawnProcess(
  options: ProcessOptions,
  kind: ProcessKind,
): Promise<{ handle: ProcessHandle; output: Output }> {
  options.scope?.signal.throwIfAborted();
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...options.owner,
  });
  if (child.pid === undefined) {
    const error = await new Promise<Error>((resolve) => child.once('error', resolve));
    throw new StackError(`${options.name} could not be started: ${error.message}`);
  }
  const handle = makeHandle(options, child.pid, exitOf(child));
  const output = followOutput([child.stdout, child.stderr], options.logFile);
  options.scope?.track(handle, kind);
  return { handle, output };
}

function makeHandle(options: ProcessOptions, pid: number, exited: Promise<Exit>): ProcessHandle {
  const stopSignal = options.stopSignal ?? 'SIGTERM';
  // Once it has ended its number may belong to another process: send it nothing more.
  let ended = false;
  living.add(pid);
  void exited.then(() => {
    ended = true;
    living.delete(pid);
  });
  return {
    name: options.name,
    pid,
    stopSignal,
    exited,
    kill9: async () => {
      if (!ended) signalProcess(-pid, 'SIGKILL');
      await exited;
    },
    stop: async () => {
      if (ended) return;
      signalProcess(pid, stopSignal);
      await endsWithin(exited, options.graceMs ?? GRACE_MS);
      // Also after a clean end: nothing that it started may stay.
      signalProcess(-pid, 'SIGKILL');
      await exited;
    },
  };
}

/** Waits for the end, but not longer than this. */
async function endsWithin(ended: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([ended, late]).finally(() => clearTimeout(timer));
}

/** Sends a signal; a process (or, below zero, a group) that is already gone is fine. */
function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Resolves at the end of the process, or shortly after if its output is still being read then. */
function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      const timer = setTimeout(() => resolve({ code, signal }), LAST_WORDS_MS);
      child.once('close', () => {
        clearTimeout(timer);
        resolve({ code, signal });
      });
    });
  });
}

function followOutput(streams: readonly Readable[], logFile: string | undefined): Output {
  const kept: string[] = [];
  const watchers = new Set<(line: string) => void>();
  const log = logFile === undefined ? undefined : openLog(logFile);
  for (const stream of streams) {
    if (log) stream.pipe(log, { end: false });
    createInterface({ input: stream }).on('line', (line) => {
      kept.push(line);
      if (kept.length > KEPT_LINES_MAX) kept.shift();
      for (const watcher of watchers) watcher(line);
    });
  }
  return {
    kept,
    watch: (onLine) => {
      watchers.add(onLine);
      return () => watchers.delete(onLine);
    },
  };
}

/** Appends; a file that grew too long in the last run is first renamed to <file>.old. */
function openLog(file: string): WriteStream {
  mkdirSync(dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_MAX) renameSync(file, `${file}.old`);
  const log = createWriteStream(file, { flags: 'a' });
  // A full disk must not end the stack because of a log.
  log.on('error', (error) => console.error(`${file}: ${error.message}`));
  return log;
}

function lastWords(options: ProcessOptions, lines: readonly string[]): string {
  const words = lines.filter((line) => line.trim() !== '').slice(-LAST_LINES);
  const said = words.length === 0 ? 'It said nothing.' : `It said: ${words.join(' | ')}`;
  return options.logFile === undefined ? said : `${said} (all of it: ${options.logFile})`;
}
