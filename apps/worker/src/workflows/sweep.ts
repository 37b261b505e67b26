import { log, patched, proxyActivities } from '@temporalio/workflow';
import { ActivityFailure, TimeoutFailure } from '@temporalio/common';
import type { RefundActivities } from '../activities/create-activities.ts';
import { mailAtOnce } from './activity-proxies.ts';

const { startStranded, restartEnded, relayProcessorEvents, forgetOldAnswers, noteOwed } =
  proxyActivities<RefundActivities>({
    // What an attempt has done stays done: the next one, or the next sweep, continues with the rest.
    startToCloseTimeout: '4 minutes',
    heartbeatTimeout: '20 seconds',
    scheduleToCloseTimeout: '8 minutes',
    retry: { maximumAttempts: 3 },
  });

export type SweepResult = {
  readonly started: number;
  readonly restarted: number;
  readonly relayed: number;
  readonly forgotten: number;
  readonly told: number;
};

/**
 * Run by a Temporal Schedule: starts refunds recorded while Temporal was down, and passes on what arrived meanwhile.
 */
export async function sweep(): Promise<SweepResult> {
  const [started, restarted, relayed, forgotten] = await Promise.all([
    startStranded(),
    restartEnded(),
    relayProcessorEvents(),
    forgetOldAnswers(),
  ]);
  // Sweeps that began before this patch record and send in one activity.
  if (patched('note-owed')) await noteOwed();
  // Mail that is down must not delay what starts refunds: it comes last.
  const told = patched('tell-owed') ? await tellOwed() : 0;
  return { started, restarted, relayed, forgotten, told };
}

/** Nothing waits for an unresponsive mail server: the next sweep sends what this one could not. */
async function tellOwed(): Promise<number> {
  try {
    return await mailAtOnce('Tell people of what they owe, where no workflow does').tellOwed();
  } catch (error) {
    if (!isQueueFull(error)) throw error;
    log.warn('The queue of mail is full, or no worker serves it: the next sweep tells what is owed');
    return 0;
  }
}

function isQueueFull(error: unknown): boolean {
  const { cause } = error instanceof ActivityFailure ? error : {};
  return cause instanceof TimeoutFailure && cause.timeoutType === 'SCHEDULE_TO_START';
}
