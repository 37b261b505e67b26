// The workers of this process: one for each kind of work that it does, with slots of its own, so that a mail server or a
// firm's program that says nothing holds up no money (ADR 15).
import { Worker, type WorkerOptions } from '@temporalio/worker';
import { taskQueueOf, type Work } from '@makewhole/domain/task-queues';
import { heartbeatWhileRunning } from './interceptors/heartbeat.ts';
import { redactFailures } from './interceptors/redact-failures.ts';

export type Workers = {
  /** Takes tasks until they are shut down. One that fails takes the others with it. @throws its error */
  readonly run: () => Promise<void>;
  readonly shutdown: () => void;
  /** Whether all of them take tasks. */
  readonly isRunning: () => boolean;
};

type WorkersOptions = Omit<WorkerOptions, 'taskQueue' | 'maxConcurrentActivityTaskExecutions'> & {
  /** That of money: the others' are named after it. */
  readonly taskQueue: string;
  /** How many activities of each kind of work run at once; a kind that is left out is not done here. */
  readonly slots: Readonly<Partial<Record<Work, number>>>;
};

/** Makes them ready. Workflows run on the queue of money alone; each worker knows every activity. */
export async function createWorkers({ taskQueue, slots, ...options }: WorkersOptions): Promise<Workers> {
  const { workflowBundle, ...common } = options;
  // Its keys are those of the type.
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
    // One that met an error that it cannot live with is stopping already, and refuses to be told again.
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
