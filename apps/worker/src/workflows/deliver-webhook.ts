// One event for one endpoint, retried for three days: after that it waits for a person to redeliver it.
import { CancellationScope, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { DeliveryStatus } from '@makewhole/domain/webhooks';
import type { WebhookWorkflowInput } from '@makewhole/domain/contracts/webhook-delivery';
import type { RefundActivities } from '../activities/create-activities.ts';
import { atQueueOf } from './activity-proxies.ts';
import { retryUntilDone } from './retry-until-done.ts';
import { now } from './refund/refund-progress.ts';

const endpoint = () =>
  proxyActivities<RefundActivities>({
    ...atQueueOf('webhooks'),
    summary: 'Send it to the endpoint',
    startToCloseTimeout: '30 seconds',
    heartbeatTimeout: '15 seconds',
    scheduleToCloseTimeout: '3 days',
    retry: { initialInterval: '5 seconds', backoffCoefficient: 3, maximumInterval: '6 hours' },
  });

/** @returns the outcome: delivered, failed or dropped */
export function deliverWebhook(input: WebhookWorkflowInput): Promise<DeliveryStatus> {
  return CancellationScope.nonCancellable(async () => {
    try {
      return await endpoint().deliverWebhook({ ...input, at: now() });
    } catch {
      setCurrentDetails('**failed**: three days of tries were refused or not answered');
      // Its details say that it failed, even if recording that fails.
      const retries = { retryingOn: () => undefined };
      await retryUntilDone(retries, 'Give the delivery up').giveUpWebhook(input);
      return 'failed';
    }
  });
}
