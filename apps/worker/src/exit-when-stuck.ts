import type { Logger } from '@makewhole/runtime/logger';

const LOOK_EVERY_MS = 1_000;

export type StuckWatch = {
  /** Whether it takes tasks. */
  readonly isRunning: () => boolean;
  /** How long it may take to end once it does not. */
  readonly withinMs: number;
  readonly log: Pick<Logger, 'error'>;
  readonly exit: () => void;
};

/**
 * Ends the process of a worker that takes no tasks any more and does not come to its end: whatever runs it starts a new one.
 * One that stood still for a while can be left like that, alive and waiting for work that the server gave to another.
 * @returns what stops watching
 */
export function exitWhenStuck({ isRunning, withinMs, log, exit }: StuckWatch): () => void {
  let stoppedLooks = 0;
  const timer = setInterval(() => {
    if (isRunning()) return;
    stoppedLooks += 1;
    if (stoppedLooks * LOOK_EVERY_MS < withinMs) return;
    log.error({ withinMs }, 'the worker takes no tasks and does not end: the process is ended');
    exit();
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
