import { patched, proxyActivities } from '@temporalio/workflow';
import type { RefundActivities } from '../activities/create-activities.ts';

const { startStranded, restartEnded, relayProcessorEvents, forgetOldAnswers } =
  proxyActivities<RefundActivities>({
    // What an attempt has done stays done: the next one, or the next sweep, goes on with the rest.
    startToCloseTimeout: '4 minutes',
    heartbeatTimeout: '20 seconds',
    scheduleToCloseTimeout: '8 minutes',
    retry: { maximumAttempts: 3 },
  });

const { tellOwed } = proxyActivities<RefundActivities>({
  summary: 'Tell people of what they owe, where no workflow does',
  startToCloseTimeout: '2 minutes',
  retry: { maximumAttempts: 2 },
});

export type SweepResult = {
  readonly started: number;
  readonly restarted: number;
  readonly relayed: number;
  readonly forgotten: number;
  readonly told: number;
};

/** Run by a Temporal Schedule: starts refunds that were noted while Temporal was away, and passes on what came meanwhile. */
export async function sweep(): Promise<SweepResult> {
  // Mail that is away must not hold up what starts refunds: it has the sweep's last word.
  const [started, restarted, relayed, forgotten] = await Promise.all([
    startStranded(),
    restartEnded(),
    relayProcessorEvents(),
    forgetOldAnswers(),
  ]);
  const told = patched('tell-owed') ? await tellOwed() : 0;
  return { started, restarted, relayed, forgotten, told };
}
