import type { Logger } from '@makewhole/runtime/logger';

export type Background = {
  /** Runs work that no caller waits for. A failure is logged as `what`, which says who does the work then. */
  readonly run: (what: string, work: () => Promise<unknown>) => void;
  /** Resolves when all work running now has ended. */
  readonly settled: () => Promise<void>;
};

export function createBackground(log: Logger): Background {
  const running = new Set<Promise<void>>();
  return {
    run(what, work) {
      const task = work()
        .then(() => undefined)
        .catch((error: unknown) => {
          log.warn({ err: error }, what);
        })
        .finally(() => running.delete(task));
      running.add(task);
    },
    settled: async () => {
      await Promise.all(running);
    },
  };
}
