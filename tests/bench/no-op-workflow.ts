// A workflow of the shape of a refund that does nothing: two activities one after the other, four side by side, then the
// wait of two days for a signal, and one more. The reference for what Temporal alone costs on these servers.
import { condition, defineSignal, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';

export type NoOpActivities = Readonly<
  Record<(typeof STEPS)[number] | 'follow', (workflowId: string) => Promise<void>>
>;

export const STEPS = ['check', 'send', 'debit', 'reverse', 'followUp', 'notify'] as const;
const WINDOW_MS = 2 * 86_400_000;

export async function noOpRefund(): Promise<void> {
  const activities = proxyActivities<NoOpActivities>({ startToCloseTimeout: '40 seconds' });
  let reported = false;
  setHandler(defineSignal('reported'), () => {
    reported = true;
  });
  const { workflowId } = workflowInfo();
  await activities.check(workflowId);
  await activities.send(workflowId);
  await Promise.all([
    activities.debit(workflowId),
    activities.reverse(workflowId),
    activities.followUp(workflowId),
    activities.notify(workflowId),
  ]);
  await condition(() => reported, WINDOW_MS);
  await activities.follow(workflowId);
}
