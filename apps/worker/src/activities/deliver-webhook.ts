import { ApplicationFailure } from '@temporalio/activity';
import { findFirm } from '@makewhole/db/firms/find-firm';
import { listPeople } from '@makewhole/db/users/list-people';
import {
  claimNotice,
  endDelivery,
  findOpenDelivery,
  recordDelivered,
  recordFailedAttempt,
  releaseNotice,
  type OpenDelivery,
} from '@makewhole/db/webhooks/delivery-attempts';
import { findEndpoint } from '@makewhole/db/webhooks/endpoints';
import type { Instant } from '@makewhole/domain/bank-calendar';
import type { DeliveryStatus } from '@makewhole/domain/webhooks';
import type { WebhookWorkflowInput } from '@makewhole/domain/contracts/webhook-delivery';
import { webhookSecret } from '@makewhole/runtime/webhook-secret';
import { composeFailingEndpoint } from '../emails/compose-failing-endpoint.ts';
import { postWebhook } from '../webhooks/post-webhook.ts';
import { startActivityClock } from './activity-clock.ts';
import type { Dependencies } from './dependencies.ts';

type DeliveryInput = WebhookWorkflowInput & { readonly at: Instant };

const GONE = 410;

/**
 * Sends a delivery to its endpoint. Sending it again is safe: its `webhook-id` stays the same.
 * @returns the delivery's outcome
 * @throws ApplicationFailure `not_delivered` if it should be retried
 */
export const deliverWebhook =
  (dependencies: Dependencies) =>
  async (input: DeliveryInput): Promise<DeliveryStatus> => {
    const { db, webhooks } = dependencies;
    const clock = startActivityClock(input.at);
    const open = await findOpenDelivery(db, input);
    // Already delivered, by an attempt that never reported its end; or redelivered as another round.
    if (open === null) return 'delivered';
    if (open.endpoint.disabledAt !== null) {
      await endDelivery(db, input, 'dropped');
      return 'dropped';
    }
    if (webhooks.signingKey === null) {
      throw ApplicationFailure.retryable('WEBHOOK_SIGNING_KEY is not set for this worker', 'not_delivered');
    }
    const startedAt = performance.now();
    const posted = await postWebhook(messageOf(open, webhooks.signingKey, clock()), webhooks.allowPrivate);
    const attempt = { ...posted, durationMs: Math.round(performance.now() - startedAt), at: clock() };
    if (posted.error === null) {
      await recordDelivered(db, input, attempt);
      return 'delivered';
    }
    const gone = posted.status === GONE;
    await recordFailedAttempt(db, input, attempt, { gone });
    await notifyOwners(dependencies, open, clock());
    if (!gone) throw ApplicationFailure.retryable(posted.error, 'not_delivered');
    await endDelivery(db, input, 'failed');
    return 'failed';
  };

/** Ends a delivery whose retries are used up. */
export const giveUpWebhook =
  ({ db }: Dependencies) =>
  (input: DeliveryInput): Promise<void> =>
    endDelivery(db, input, 'failed');

function messageOf({ delivery, endpoint }: OpenDelivery, signingKey: string, now: Date) {
  const { id, url, secretVersion, previousSecretUntil } = endpoint;
  const isChanging = previousSecretUntil !== null && previousSecretUntil > now;
  const versions = isChanging ? [secretVersion, secretVersion - 1] : [secretVersion];
  return {
    url,
    id: delivery.eventId,
    body: JSON.stringify(delivery.payload),
    secrets: versions.map((version) => webhookSecret(signingKey, id, version)),
  };
}

/**
 * Once per outage, and once when the outage disables the endpoint. If the mail server is down, the next attempt sends
 * it.
 */
async function notifyOwners(
  { db, mailer, portalUrl }: Dependencies,
  { endpoint: { firmId, id } }: OpenDelivery,
  at: Date,
): Promise<void> {
  const endpoint = await findEndpoint(db, { firmId, endpointId: id });
  if (endpoint === null || !(await claimNotice(db, endpoint, at))) return;
  const [owners, { timeZone }] = await Promise.all([
    listPeople(db, firmId, ['owner']),
    findFirm(db, { firmId }),
  ]);
  for (const to of owners) {
    const sent = await mailer.send(composeFailingEndpoint(endpoint, to, { portalUrl, timeZone }));
    if (sent.kind === 'unavailable') return releaseNotice(db, endpoint);
  }
}
