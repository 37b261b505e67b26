import type { Logger } from '@makewhole/runtime/logger';

const LOOK_EVERY_MS = 1_000;

export type StuckWatch = {
  /** Whether it is polling. */
  readonly isRunning: () => boolean;
  /** How long it may take to exit after it stops polling. */
  readonly withinMs: number;
  readonly log: Pick<Logger, 'error'>;
  readonly exit: () => void;
};

/**
 * Ends the process of a worker that no longer polls but does not exit: its supervisor starts a new one. A process that
 * was suspended for a while can end up like that, alive and waiting for work that the server gave to another.
 * @returns a function that stops watching
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
