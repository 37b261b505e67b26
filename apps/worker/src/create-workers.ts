// The workers of this process: one for each kind of work, each with its own slots, so that a slow mail server or a
// firm's unresponsive endpoint never delays money (ADR 15).
import { Worker, type WorkerOptions } from '@temporalio/worker';
import { taskQueueOf, type Work } from '@makewhole/domain/task-queues';
import { heartbeatWhileRunning } from './interceptors/heartbeat.ts';
import { redactFailures } from './interceptors/redact-failures.ts';

export type Workers = {
  /** Polls until shut down. If one worker fails, the others stop with it. @throws its error */
  readonly run: () => Promise<void>;
  readonly shutdown: () => void;
  /** Whether all of them are polling. */
  readonly isRunning: () => boolean;
};

type WorkersOptions = Omit<WorkerOptions, 'taskQueue' | 'maxConcurrentActivityTaskExecutions'> & {
  /** The queue for money; the other queues' names derive from it. */
  readonly taskQueue: string;
  /** How many activities of each kind run at once; this process does not run a kind that is left out. */
  readonly slots: Readonly<Partial<Record<Work, number>>>;
};

/** Creates the workers. Workflows run only on the money queue; each worker knows every activity. */
export async function createWorkers({ taskQueue, slots, ...options }: WorkersOptions): Promise<Workers> {
  const { workflowBundle, ...common } = options;
  // The keys are those of the type.
  const kinds = Object.entries(slots) as [Work, number][];
  const workers = await Promise.all(
    kinds.map(([work, slotsMax]) =>
      Worker.create({
        ...common,
        ...(work === 'money' && workflowBundle !== undefined && { workflowBundle }),
        taskQueue: taskQueueOf(taskQueue, work),
        interceptors: {
          activity: [() => ({ inbound: heartbeatWhileRunning() }), () => ({ inbound: redactFailures() })],
        },
        maxConcurrentActivityTaskExecutions: slotsMax,
      }),
    ),
  );
  const isRunning = (worker: Worker) => worker.getState() === 'RUNNING';
  const shutdown = () => {
    // A worker that hit a fatal error is already stopping and throws if it is shut down again.
    for (const worker of workers.filter(isRunning)) worker.shutdown();
  };
  return {
    async run() {
      const running = workers.map((worker) => worker.run().finally(shutdown));
      await Promise.allSettled(running);
      await Promise.all(running);
    },
    shutdown,
    isRunning: () => workers.every(isRunning),
  };
}
