// What a worker does can be watched from outside, where its settings ask for it.
import { expect, inject, it } from 'vitest';
import { freePort } from '@makewhole/stack/ports';
import { createRefundWorld } from '../support/refund-world.ts';
import { startWorkerProcess } from '../support/worker-process.ts';
import { until } from '../support/until.ts';

it('a worker serves its metrics to Prometheus, by task queue', async () => {
  const world = await createRefundWorld({ workerElsewhere: true });
  const metricsAddress = `127.0.0.1:${await freePort()}`;
  const worker = await startWorkerProcess({
    databaseUrl: world.databaseUrl,
    temporalAddress: inject('temporalAddress'),
    taskQueue: world.taskQueue,
    sandboxUrl: world.sandbox.url,
    smtpUrl: world.mail.smtpUrl,
    metricsAddress,
  });
  try {
    const seen = await until(
      async () => (await fetch(`http://${metricsAddress}/metrics`)).text(),
      (text) => text.includes(`${world.taskQueue}-mail`),
      () => 'the metrics do not name the queue of mail',
    );
    expect(seen).toContain('temporal_worker_task_slots_available');
  } finally {
    await worker.stop();
    await world.stop();
  }
}, 60_000);
