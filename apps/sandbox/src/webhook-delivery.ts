// Delivers the outbox to the merchant: at least once, each payment's events one after another, retried with growing
// intervals. What was undelivered when the process died is delivered after its restart, under the same event ID.
import type { DatabaseSync } from 'node:sqlite';
import { Webhook } from 'standardwebhooks';
import { createAlarm, type Alarm } from './alarm.ts';
import { log } from './log.ts';
import {
  dueEvents,
  eventDelivered,
  eventNotDelivered,
  nextEventDueAt,
  type WebhookEvent,
} from './webhook-outbox.ts';

export type WebhookTarget = { readonly url: string; readonly secret: string };

const CONCURRENT_MAX = 10;
/** More than can be sent, because some may belong to payments with an event already being sent. */
const LOOKED_AT_MAX = 50;
const ANSWER_TIMEOUT_MS = 5_000;

/**
 * Rung after an event was added, and at start. Stopping it cuts running requests: they are sent again after a start.
 */
export function createWebhookDelivery(database: DatabaseSync, target: WebhookTarget): Alarm {
  const signer = new Webhook(target.secret);
  const busyPayments = new Set<string>();
  const stopping = new AbortController();

  const alarm = createAlarm(() => {
    for (const event of dueEvents(database, LOOKED_AT_MAX)) {
      if (busyPayments.size >= CONCURRENT_MAX) break;
      if (!busyPayments.has(event.payment_id)) void deliver(event);
    }
    return nextEventDueAt(database); // what is due but had no slot is taken when a delivery ends
  });

  async function deliver(event: WebhookEvent): Promise<void> {
    busyPayments.add(event.payment_id);
    const error = await send(event, signer, target.url, stopping.signal);
    if (stopping.signal.aborted) return;
    if (error === null) eventDelivered(database, event);
    else eventNotDelivered(database, event, error);
    busyPayments.delete(event.payment_id);
    log.info({ eventId: event.id, type: event.type, attempt: event.attempts + 1, error }, 'webhook sent');
    alarm.ring();
  }

  return {
    ring: alarm.ring,
    stop: () => {
      alarm.stop();
      stopping.abort();
    },
  };
}

/** Null if the merchant answered 2xx, else what went wrong. */
async function send(
  event: WebhookEvent,
  signer: Webhook,
  url: string,
  stopping: AbortSignal,
): Promise<string | null> {
  const now = new Date();
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'webhook-id': event.id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': signer.sign(event.id, now, event.body),
      },
      body: event.body,
      signal: AbortSignal.any([stopping, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return response.ok ? null : `answered ${response.status}`;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'not sent';
  }
}
