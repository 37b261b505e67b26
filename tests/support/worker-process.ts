// The worker as a process of its own, as it runs anywhere: tests kill it.
import { setTimeout as sleep } from 'node:timers/promises';
import { WORKFLOW_BUNDLE, startApp, type AppHandle } from '@makewhole/stack/apps';
import { SANDBOX_API_KEY, WEBHOOK_SECRET } from './sandbox-control.ts';

export type WorkerSurroundings = {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly taskQueue: string;
  readonly sandboxUrl: string;
  readonly smtpUrl: string;
  readonly payloadKeys?: string;
  readonly metricsAddress?: string;
};

/** Starts a worker and waits until it takes tasks. */
export function startWorkerProcess(from: WorkerSurroundings): Promise<AppHandle> {
  return startApp('worker', {
    DATABASE_URL: from.databaseUrl,
    TEMPORAL_ADDRESS: from.temporalAddress,
    TASK_QUEUE: from.taskQueue,
    PROCESSOR_URL: from.sandboxUrl,
    PROCESSOR_API_KEY: SANDBOX_API_KEY,
    PROCESSOR_WEBHOOK_SECRET: WEBHOOK_SECRET,
    SMTP_URL: from.smtpUrl,
    MAIL_FROM: 'Makewhole <refunds@makewhole.example>',
    PORTAL_URL: 'http://portal.example',
    TEMPORAL_PAYLOAD_KEYS: from.payloadKeys ?? '',
    METRICS_ADDRESS: from.metricsAddress ?? '',
    WORKFLOW_BUNDLE,
    SWEEP_INTERVAL_SECONDS: '1',
  });
}

const START_AGAIN_AFTER_MS = 500;

/** The same under somebody who starts it again when it ends by itself, as whatever runs it in production does. */
export async function keepWorkerRunning(from: WorkerSurroundings): Promise<Pick<AppHandle, 'stop'>> {
  let worker = await startWorkerProcess(from);
  const over = new AbortController();
  const isOver = () => over.signal.aborted;
  const watch = async () => {
    await worker.exited;
    while (!isOver()) {
      await sleep(START_AGAIN_AFTER_MS);
      const next = await startWorkerProcess(from).catch(() => null);
      if (next === null) continue;
      worker = next;
      if (isOver()) await next.stop();
      await worker.exited;
    }
  };
  const watching = watch();
  return {
    async stop() {
      over.abort();
      await worker.stop();
      await watching;
    },
  };
}
