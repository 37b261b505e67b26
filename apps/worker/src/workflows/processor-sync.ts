// Takes over a connection's payments, refunds and disputes of the past (ADR 55).
import { continueAsNew, proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import { ActivityFailure, TimeoutFailure } from '@temporalio/common';
import type { SyncInput, SyncStep } from '@makewhole/domain/contracts/processor-sync';
import type { RefundActivities } from '../activities/create-activities.ts';
import { quick } from './activity-proxies.ts';

const PAGES_A_RUN = 200;
const UNHEARD_MS = 60 * 60_000;

const { syncPage } = proxyActivities<RefundActivities>({
  summary: 'Take over the next page',
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '15 seconds',
  // No page for this long: an operator hears of it.
  scheduleToCloseTimeout: UNHEARD_MS,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/**
 * Takes one page after another until the row says that it is done. Its state is the key alone: terminated at any point, it
 * goes on from the row when it is started again.
 * @returns how it ended; stopped: the connection is disabled, or has no lists
 */
export async function processorSync(input: SyncInput): Promise<'done' | 'stopped'> {
  let pages = 0;
  let waitedMs = 0;
  while (pages < PAGES_A_RUN && !workflowInfo().continueAsNewSuggested) {
    const step = await takePage(input);
    if (step === null) {
      await quick('Tell the operator that no page came').reportSyncStuck(input);
      continue;
    }
    if (step.kind === 'page') {
      [pages, waitedMs] = [pages + 1, 0];
      continue;
    }
    if (step.kind !== 'wait') return step.kind;
    await sleep(step.ms, { summary: 'It waits before the next page' });
    waitedMs += step.ms;
    if (waitedMs < UNHEARD_MS) continue;
    waitedMs = 0;
    await quick('Tell the operator that no page came').reportSyncStuck(input);
  }
  return continueAsNew<typeof processorSync>(input);
}

/** Null if no page came in an hour. */
async function takePage(input: SyncInput): Promise<SyncStep | null> {
  try {
    return await syncPage(input);
  } catch (error) {
    if (isUnheard(error)) return null;
    throw error;
  }
}

/** Tried until its time was over. */
function isUnheard(error: unknown): boolean {
  if (!(error instanceof ActivityFailure)) return false;
  const { cause, retryState } = error;
  return retryState === 'TIMEOUT' || cause instanceof TimeoutFailure;
}
