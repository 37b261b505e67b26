import { proxyActivities } from '@temporalio/workflow';
import type { RefundActivities } from '../activities/create-activities.ts';

const { startStranded, restartEnded, relayProcessorEvents, forgetOldAnswers } =
  proxyActivities<RefundActivities>({
    startToCloseTimeout: '1 minute',
    retry: { maximumAttempts: 3 },
  });

export type SweepResult = {
  readonly started: number;
  readonly restarted: number;
  readonly relayed: number;
  readonly forgotten: number;
};

/** Run by a Temporal Schedule: starts refunds that were noted while Temporal was away, and passes on what came meanwhile. */
export async function sweep(): Promise<SweepResult> {
  const [started, restarted, relayed, forgotten] = await Promise.all([
    startStranded(),
    restartEnded(),
    relayProcessorEvents(),
    forgetOldAnswers(),
  ]);
  return { started, restarted, relayed, forgotten };
}
