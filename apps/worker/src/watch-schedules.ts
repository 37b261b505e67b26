// Checks that the schedules work. A sweep that hangs cannot report it, and nobody hears of one that fails: each worker
// checks from outside.
import {
  ScheduleNotFoundError,
  WorkflowNotFoundError,
  type Client,
  type ScheduleDescription,
  type ScheduleExecutionResult,
} from '@temporalio/client';
import { SEAL_SCHEDULE_ID } from '@makewhole/domain/contracts/audit-seal';
import type { Alarm } from '@makewhole/domain/operator-alarms';
import { RECONCILE_SCHEDULE_ID } from '@makewhole/domain/contracts/reconciliation';
import { SWEEP_SCHEDULE_ID } from '@makewhole/domain/contracts/refund';
import type { Logger } from '@makewhole/runtime/logger';
import { UPKEEP_SCHEDULE_ID } from '@makewhole/domain/contracts/upkeep';
import { raiseAlarm } from '@makewhole/temporal/raise-alarm';

const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 5 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** How many of each schedule's newest runs to check. */
const RUNS_MAX = 3;

type Watched = { readonly id: string; readonly failed: Alarm; readonly stuckAfterMs: number };

const WATCHED: readonly Watched[] = [
  { id: SWEEP_SCHEDULE_ID, failed: 'sweep_failed', stuckAfterMs: 5 * MINUTE_MS },
  { id: RECONCILE_SCHEDULE_ID, failed: 'night_failed', stuckAfterMs: 12 * HOUR_MS },
  { id: SEAL_SCHEDULE_ID, failed: 'seal_failed', stuckAfterMs: 6 * HOUR_MS },
  { id: UPKEEP_SCHEDULE_ID, failed: 'upkeep_failed', stuckAfterMs: 12 * HOUR_MS },
];

type Engine = {
  readonly temporal: Client;
  readonly taskQueue: string;
  /** Registers with Temporal whatever is missing. */
  readonly prepare: () => Promise<void>;
};

/** Checks now, and then every five minutes. @returns a function that stops it */
export function watchSchedules(engine: Engine, log: Pick<Logger, 'warn'>): () => void {
  const look = () => {
    lookAtSchedules(engine, new Date()).catch((error: unknown) => {
      log.warn({ err: error }, 'the schedules could not be looked at; they are looked at again');
    });
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
  };
}

/**
 * Raises an alarm for each schedule that is stuck, or whose newest runs failed. A schedule that an operator paused is
 * left alone; a missing one, as after Temporal lost its database, is created again.
 */
export async function lookAtSchedules(engine: Engine, now: Date): Promise<void> {
  const { temporal, taskQueue } = engine;
  for (const { id, failed, stuckAfterMs } of WATCHED) {
    const about = `${id}:${taskQueue}`;
    const schedule = await describeOrCreate(engine, about);
    if (schedule === null || schedule.state.paused) continue;
    const { info } = schedule;
    for (const run of info.recentActions.slice(-RUNS_MAX)) {
      const { workflowId, firstExecutionRunId } = run.action.workflow;
      const status = await statusOf(temporal, run);
      const takes = now.getTime() - run.takenAt.getTime();
      if (status === 'RUNNING' && takes > stuckAfterMs) {
        await raiseAlarm(temporal, taskQueue, { alarm: 'schedule_stuck', about: workflowId });
      } else if (FAILED.includes(status)) {
        await raiseAlarm(temporal, taskQueue, {
          alarm: failed,
          about: `${workflowId} (${firstExecutionRunId})`,
        });
      }
    }
    const [next] = info.nextActionTimes;
    if (next !== undefined && now.getTime() - next.getTime() > stuckAfterMs) {
      await raiseAlarm(temporal, taskQueue, { alarm: 'schedule_stuck', about });
    }
  }
}

/** Null if it had to be created: it has no runs yet. */
async function describeOrCreate(
  { temporal, taskQueue, prepare }: Engine,
  scheduleId: string,
): Promise<ScheduleDescription | null> {
  try {
    return await temporal.schedule.getHandle(scheduleId).describe();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    await prepare();
    await raiseAlarm(temporal, taskQueue, { alarm: 'schedule_missing', about: scheduleId });
    return null;
  }
}

const FAILED = ['FAILED', 'TIMED_OUT', 'TERMINATED'];

/** A run that the server has already forgotten is old news. */
async function statusOf(temporal: Client, { action }: ScheduleExecutionResult): Promise<string> {
  const { workflowId, firstExecutionRunId } = action.workflow;
  try {
    return (await temporal.workflow.getHandle(workflowId, firstExecutionRunId).describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'FORGOTTEN';
    throw error;
  }
}
