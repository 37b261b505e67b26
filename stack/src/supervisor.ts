// Follows everything that a run of the stack has started: stops it in reverse order, notices what dies, and keeps a
// record on disk, so that what a crash of the stack itself left behind can be ended later (run-record.ts).
import { describeExit, type ProcessHandle, type ProcessScope } from './processes.ts';
import type { RunRecord } from './run-record.ts';

type Stoppable = { readonly name: string; stop(): Promise<void> };

export type Supervisor = ProcessScope & {
  /** Adds what runs inside this process (the mail catcher) to what is stopped at the end. */
  add(part: Stoppable): void;
  /** Resolves with a sentence if a process ends unasked; no process is ever restarted automatically. */
  readonly died: Promise<string>;
  /** Forbids new processes and stops all existing ones, the newest first. Later calls wait for the first. */
  stopAll(): Promise<void>;
};

/** Updates `record` as each process starts and ends. */
export function createSupervisor(record: Pick<RunRecord, 'add' | 'remove'>): Supervisor {
  const running: Stoppable[] = [];
  const stopping = new AbortController();
  const died = Promise.withResolvers<string>();
  let stopped: Promise<void> | undefined;

  const stopInReverse = async () => {
    for (let part = running.pop(); part !== undefined; part = running.pop()) await part.stop();
  };
  const forget = (handle: ProcessHandle) => {
    record.remove(handle.pid);
    const index = running.indexOf(handle);
    if (index !== -1) running.splice(index, 1);
  };

  return {
    signal: stopping.signal,
    died: died.promise,
    add: (part) => void running.push(part),
    track: (handle, kind) => {
      running.push(handle);
      record.add(handle);
      void handle.exited.then((exit) => {
        forget(handle);
        if (kind === 'server' && !stopping.signal.aborted)
          died.resolve(`${handle.name} has ended (${describeExit(exit)})`);
      });
    },
    stopAll: () => {
      stopping.abort();
      stopped ??= stopInReverse();
      return stopped;
    },
  };
}
