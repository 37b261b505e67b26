// What no firm would notice is told to the operator, once a day (B14).
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { newId } from '@makewhole/db/new-id';
import { SWEEP_SCHEDULE_ID } from '@makewhole/domain/contracts/refund';
import { startReconcileWorkflow } from '@makewhole/temporal/start-workflows';
import { prepareTemporal } from '@makewhole/worker/prepare-temporal';
import { lookAtSchedules } from '@makewhole/worker/watch-schedules';
import { SEAL_SCHEDULE_ID } from '@makewhole/domain/contracts/audit-seal';
import { RECONCILE_SCHEDULE_ID } from '@makewhole/domain/contracts/reconciliation';
import { OPERATOR_EMAIL, createRefundWorld, type RefundWorld } from '../support/refund-world.ts';
import { until } from '../support/until.ts';

let world: RefundWorld;
beforeAll(async () => {
  world = await createRefundWorld();
});
afterAll(() => world.stop());

it('a reconciliation that failed is told once, however many do', async () => {
  const { client, taskQueue } = world;
  for (let night = 0; night < 2; night += 1) {
    const { firmId } = (await world.anotherFirm()).firm;
    const input = { firmId, reconciliationId: newId<string>('rec'), requestedBy: null };
    await startReconcileWorkflow(client, taskQueue, input);
    const run = client.workflow.getHandle(`reconcile:${firmId}`);
    await run.cancel();
    await expect(run.result()).rejects.toThrow();
  }
  expect(await toldOf('reconciliation failed')).toHaveLength(1);
});

it('a sweep that does not end, or was ended, is told; a schedule that does well is not', async () => {
  const engine = await prepared();
  const { temporal, taskQueue } = engine;
  const schedule = temporal.schedule.getHandle(`${SWEEP_SCHEDULE_ID}:${taskQueue}`);
  await schedule.update((was) => ({
    ...was,
    action: { ...was.action, type: 'startWorkflow', taskQueue: 'nobody-listens' },
  }));
  await schedule.trigger();
  const ran = await until(
    async () => (await schedule.describe()).info.recentActions,
    (runs) => runs.length === 1,
    () => 'the schedule started nothing',
  );
  await lookAtSchedules(engine, new Date());
  expect(sentToOperator('schedule stuck')).toEqual([]);
  await lookAtSchedules(engine, new Date(Date.now() + 6 * 60_000));
  const [told] = await toldOf('schedule stuck');
  expect(told?.text).toContain(SWEEP_SCHEDULE_ID);

  const [run] = ran;
  await temporal.workflow.getHandle(run?.action.workflow.workflowId ?? '').terminate();
  await lookAtSchedules(engine, new Date());
  await lookAtSchedules(engine, new Date());
  expect(await toldOf('sweep failed')).toHaveLength(1);
});

it('a schedule that is missing, as after Temporal lost its database, is created again and told', async () => {
  const engine = await prepared();
  const { temporal, taskQueue } = engine;
  for (const id of SCHEDULES) await temporal.schedule.getHandle(`${id}:${taskQueue}`).delete();
  await lookAtSchedules(engine, new Date());
  const [told] = await toldOf('schedule missing');
  expect(told?.text).toContain(SWEEP_SCHEDULE_ID);
  for (const id of SCHEDULES) {
    const { state } = await temporal.schedule.getHandle(`${id}:${taskQueue}`).describe();
    expect(state.paused).toBe(false);
  }
});

const SCHEDULES = [SWEEP_SCHEDULE_ID, RECONCILE_SCHEDULE_ID, SEAL_SCHEDULE_ID];

/** Temporal with the schedules of this test's task queue, which go when it ends. */
async function prepared() {
  const { client: temporal, taskQueue } = world;
  const prepare = () => prepareTemporal(temporal, 'default', { taskQueue, intervalSeconds: 3_600 });
  await prepare();
  onTestFinished(async () => {
    for (const id of SCHEDULES) await temporal.schedule.getHandle(`${id}:${taskQueue}`).delete();
  });
  return { temporal, taskQueue, prepare };
}

function sentToOperator(what: string) {
  return world.mail
    .messages()
    .filter(({ to, subject }) => to === OPERATOR_EMAIL && subject === `Makewhole: ${what}`);
}

function toldOf(what: string) {
  return until(
    () => Promise.resolve(sentToOperator(what)),
    (sent) => sent.length > 0,
    () => `no email says "${what}"`,
  );
}
