// The schedules that every worker keeps: when they fire, and that a newer worker's word reaches one that is there.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEAL_SCHEDULE_ID } from '@makewhole/domain/contracts/audit-seal';
import { RECONCILE_SCHEDULE_ID } from '@makewhole/domain/contracts/reconciliation';
import { UPKEEP_SCHEDULE_ID } from '@makewhole/domain/contracts/upkeep';
import { SWEEP_SCHEDULE_ID, SWEEP_WORKFLOW } from '@makewhole/domain/contracts/refund';
import { prepareTemporal } from '@makewhole/worker/prepare-temporal';
import { createRefundWorld, type RefundWorld } from '../../support/refund-world.ts';

let servers: RefundWorld;
beforeAll(async () => {
  servers = await createRefundWorld();
});
afterAll(() => servers.stop());

describe('the schedules', () => {
  it('begin the night at half past three in New York, which every day has', async () => {
    const taskQueue = `test-${randomUUID()}`;
    const { client } = servers;
    const scheduleId = `${RECONCILE_SCHEDULE_ID}:${taskQueue}`;
    await prepareTemporal(client, 'default', { taskQueue, intervalSeconds: 3_600 });
    const nightly = client.schedule.getHandle(scheduleId);
    const { info, spec } = await nightly.describe();
    const [next] = info.nextActionTimes;
    const inNewYork = new Intl.DateTimeFormat('en-US', {
      timeZone: 'America/New_York',
      timeStyle: 'medium',
      hourCycle: 'h23',
    });
    expect(inNewYork.format(next)).toBe('03:30:00');
    expect(spec.calendars).toHaveLength(1);
    await deleteSchedules(taskQueue);
  });

  it('get all that a newer worker says of them, and stay paused where they were', async () => {
    const taskQueue = `test-${randomUUID()}`;
    const { client } = servers;
    await prepareTemporal(client, 'default', { taskQueue, intervalSeconds: 3_600 });
    const sweep = client.schedule.getHandle(`${SWEEP_SCHEDULE_ID}:${taskQueue}`);
    await sweep.pause('for the test');
    await sweep.update(({ typedSearchAttributes, state }) => ({
      ...{ typedSearchAttributes, state, spec: {} },
      policies: { overlap: 'ALLOW_ALL' },
      action: {
        type: 'startWorkflow',
        workflowType: 'forgotten',
        taskQueue: 'forgotten',
        workflowId: 'forgotten',
      },
    }));
    await prepareTemporal(client, 'default', { taskQueue, intervalSeconds: 3_000 });
    expect(await sweep.describe()).toMatchObject({
      spec: { intervals: [{ every: 3_000_000 }] },
      policies: { overlap: 'SKIP' },
      action: { workflowType: SWEEP_WORKFLOW, taskQueue, workflowRunTimeout: 600_000 },
      state: { paused: true },
    });
    await deleteSchedules(taskQueue);
  });
});

async function deleteSchedules(taskQueue: string): Promise<void> {
  for (const id of [SWEEP_SCHEDULE_ID, RECONCILE_SCHEDULE_ID, SEAL_SCHEDULE_ID, UPKEEP_SCHEDULE_ID]) {
    await servers.client.schedule.getHandle(`${id}:${taskQueue}`).delete();
  }
}
