import { patched, proxyActivities } from '@temporalio/workflow';
import type { RefundActivities } from '../activities/create-activities.ts';

const { startStranded, restartEnded, relayProcessorEvents, forgetOldAnswers } =
  proxyActivities<RefundActivities>({
    startToCloseTimeout: '1 minute',
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
