// A workflow whose code cannot go on is running to the server: whoever asks whether a refund is looked after must see more.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWorkflow } from '@makewhole/temporal/running-workflows';
import { createRefundWorld, type RefundWorld } from '../support/refund-world.ts';
import { until } from '../support/until.ts';

let world: RefundWorld;
beforeAll(async () => {
  world = await createRefundWorld();
});
afterAll(() => world.stop());

it('a workflow whose every step fails is failing, and one that waits for a worker is not', async () => {
  const { client, taskQueue } = world;
  const start = async (queue: string) => {
    const workflowId = `unknown-${randomUUID()}`;
    // As code that was taken away: no worker can carry it.
    await client.workflow.start('noSuchWorkflow', { workflowId, taskQueue: queue });
    return workflowId;
  };
  const [failing, waiting] = [await start(taskQueue), await start('nobody-listens')];
  await until(
    () => describeWorkflow(client, failing),
    (there) => there === 'failing',
    (there) => `it is ${there}`,
    60_000,
  );
  expect(await describeWorkflow(client, waiting)).toBe('running');
  for (const id of [failing, waiting]) await client.workflow.getHandle(id).terminate();
}, 90_000);
