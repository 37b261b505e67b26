// Takes over a connection's payments of the past, then follows what changes (ADR 55).
import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import {
  SYNC_NUDGE,
  SYNC_STUCK_AFTER_MS,
  type SyncInput,
  type SyncStep,
} from '@makewhole/domain/contracts/processor-sync';
import type { RefundActivities } from '../activities/create-activities.ts';
import { quick } from './activity-proxies.ts';

const STEPS_A_RUN = 200;
/** However many webhooks come, changes are looked for no more often (B17). */
const PAUSE_MS_MIN = 2_000;

const { syncPage } = proxyActivities<RefundActivities>({
  summary: 'Take over the next page',
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '15 seconds',
  scheduleToCloseTimeout: SYNC_STUCK_AFTER_MS,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/**
 * Takes one page after another; where the past is read, looks for changes each minute, and at once after a webhook. Its state
 * is the key alone: terminated at any point, it goes on from the row when it is started again.
 * @returns once it is paused, its connection is disabled, or nothing is left to do
 */
export async function processorSync(input: SyncInput): Promise<'ended'> {
  let isNudged = false;
  setHandler(defineSignal(SYNC_NUDGE), () => {
    isNudged = true;
  });
  for (let steps = 0; steps < STEPS_A_RUN && !workflowInfo().continueAsNewSuggested; steps += 1) {
    isNudged = false;
    const step = await takeStep(input);
    if (step.kind === 'ended') return 'ended';
    if (step.kind === 'page') continue;
    if (!step.untilNudged) {
      await sleep(step.ms, { summary: 'It waits before the next try' });
      continue;
    }
    await sleep(PAUSE_MS_MIN, { summary: 'It has seen every change' });
    await condition(() => isNudged, step.ms - PAUSE_MS_MIN, { summary: 'Look for changes again' });
  }
  return continueAsNew<typeof processorSync>(input);
}

/** The database away for an hour, or a fault of ours: an operator hears of it, and it is tried on. */
async function takeStep(input: SyncInput): Promise<SyncStep> {
  try {
    return await syncPage(input);
  } catch (error) {
    // Any other has been tried again already, or is a cancellation.
    if (!(error instanceof ActivityFailure) || error.retryState !== 'TIMEOUT') throw error;
    await quick('Tell the operator that no page came').reportSyncStuck(input);
    return { kind: 'wait', ms: PAUSE_MS_MIN, untilNudged: false };
  }
}
