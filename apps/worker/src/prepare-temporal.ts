// What the Temporal cluster must have before refunds run on it: the search attributes, and the schedules of the sweep,
// of the nightly reconciliation and upkeep and of the audit trail's hourly seal.
import {
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleSpec,
  type WorkflowOptions,
} from '@temporalio/client';
import { SEAL_HOURLY, SEAL_SCHEDULE_ID, SEAL_WORKFLOW } from '@makewhole/domain/contracts/audit-seal';
import {
  RECONCILE_ALL_WORKFLOW,
  RECONCILE_NIGHTLY,
  RECONCILE_SCHEDULE_ID,
} from '@makewhole/domain/contracts/reconciliation';
import { SWEEP_SCHEDULE_ID, SWEEP_WORKFLOW } from '@makewhole/domain/contracts/refund';
import { UPKEEP_NIGHTLY, UPKEEP_SCHEDULE_ID, UPKEEP_WORKFLOW } from '@makewhole/domain/contracts/upkeep';
import { registerCommands, registerSearchAttributes } from '@makewhole/temporal/search-attributes';

export type SweepSettings = { readonly taskQueue: string; readonly intervalSeconds: number };

/** What this worker may not do itself, for whoever may. */
export class MissingRight extends Error {
  override readonly name = 'MissingRight';
}

/**
 * Registers what is missing. Safe to repeat, and to run from many workers at once.
 * @throws MissingRight if search attributes are missing that this worker may not register
 */
export async function prepareTemporal(
  client: Client,
  namespace: string,
  sweep: SweepSettings,
): Promise<void> {
  const attributes = await registerSearchAttributes(client, namespace);
  if (attributes.kind === 'not_allowed') throw new MissingRight(sayMissing(namespace, attributes.missing));
  await scheduleSweep(client, sweep);
  await scheduleReconciliation(client, sweep.taskQueue);
  await scheduleSeal(client, sweep.taskQueue);
  await scheduleUpkeep(client, sweep.taskQueue);
}

function sayMissing(namespace: string, missing: readonly string[]): string {
  return `The namespace ${namespace} lacks the search attributes ${missing.join(', ')}, and this worker may not register them. Run \`makewhole prepare-temporal\` with the rights of an operator, or: ${registerCommands(namespace, missing).join('; ')}`;
}

function scheduleSweep(client: Client, { taskQueue, intervalSeconds }: SweepSettings): Promise<void> {
  return keepSchedule(client, {
    scheduleId: `${SWEEP_SCHEDULE_ID}:${taskQueue}`,
    spec: { intervals: [{ every: `${intervalSeconds}s` }] },
    catchupWindow: '1 minute',
    workflowType: SWEEP_WORKFLOW,
    taskQueue,
    // A sweep that hangs would keep every later one from starting.
    timeout: { workflowRunTimeout: '10 minutes' },
  });
}

/** A night missed for longer is covered by the next run, which looks back to the last complete one. */
function scheduleReconciliation(client: Client, taskQueue: string): Promise<void> {
  const { hour, minute, timeZone } = RECONCILE_NIGHTLY;
  return keepSchedule(client, {
    scheduleId: `${RECONCILE_SCHEDULE_ID}:${taskQueue}`,
    spec: {
      calendars: [{ minute, hour, comment: 'By night, after the day of the banks' }],
      timezone: timeZone,
    },
    catchupWindow: '4 hours',
    workflowType: RECONCILE_ALL_WORKFLOW,
    taskQueue,
    // Covers all of its runs together: it must end before the next night.
    timeout: { workflowExecutionTimeout: '20 hours' },
  });
}

/** A missed hour is sealed with the next one: a checkpoint covers everything that no earlier one did. */
function scheduleSeal(client: Client, taskQueue: string): Promise<void> {
  const { minute } = SEAL_HOURLY;
  return keepSchedule(client, {
    scheduleId: `${SEAL_SCHEDULE_ID}:${taskQueue}`,
    spec: { calendars: [{ minute, hour: '*', comment: 'Every hour' }], timezone: 'UTC' },
    catchupWindow: '4 hours',
    workflowType: SEAL_WORKFLOW,
    taskQueue,
    timeout: { workflowExecutionTimeout: '20 hours' },
  });
}

/** A missed night is made up for by the next: what is due stays due. */
function scheduleUpkeep(client: Client, taskQueue: string): Promise<void> {
  const { hour, minute, timeZone } = UPKEEP_NIGHTLY;
  return keepSchedule(client, {
    scheduleId: `${UPKEEP_SCHEDULE_ID}:${taskQueue}`,
    spec: { calendars: [{ minute, hour, comment: 'By night' }], timezone: timeZone },
    catchupWindow: '4 hours',
    workflowType: UPKEEP_WORKFLOW,
    taskQueue,
    timeout: { workflowExecutionTimeout: '20 hours' },
  });
}

type Kept = {
  readonly scheduleId: string;
  readonly spec: ScheduleSpec;
  readonly catchupWindow: '1 minute' | '4 hours';
  readonly workflowType: string;
  readonly taskQueue: string;
  readonly timeout: Pick<WorkflowOptions, 'workflowRunTimeout' | 'workflowExecutionTimeout'>;
};

/**
 * Creates a schedule, or updates the existing one with all of this: times, policies, and what it starts on which queue.
 * A schedule that an operator paused stays paused. SKIP allows one run at a time: the server adds the time to the
 * workflow's ID.
 */
async function keepSchedule(client: Client, kept: Kept): Promise<void> {
  const { scheduleId, spec, catchupWindow, workflowType, taskQueue, timeout } = kept;
  const policies = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow };
  const action = {
    ...{ type: 'startWorkflow' as const, workflowType, taskQueue, workflowId: scheduleId, args: [] },
    ...timeout,
  };
  try {
    await client.schedule.create({ scheduleId, spec, policies, action });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(scheduleId).update(({ state, typedSearchAttributes }) => ({
      spec,
      policies,
      action,
      state,
      typedSearchAttributes,
    }));
  }
}
