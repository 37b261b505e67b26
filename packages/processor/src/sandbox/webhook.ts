import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { ProcessorEvent, WebhookVerdict } from '../events.ts';
import type { ReceivedWebhook } from '../module.ts';
import type { SandboxConnection } from './connection.ts';
import { wireEvent } from './wire.ts';

/**
 * Verifies that a webhook comes from the payment processor, and parses it. Signatures follow Standard Webhooks; one
 * made more than five minutes ago or ahead counts as forged (it may be a replay).
 * @param headers with lower-case names
 * @param body the raw bytes, as text: not parsed and serialized again
 * @param secrets each whsec_ and base64; any of them may have signed it, so that one can be rotated
 * @throws if a secret itself is malformed: that is a fault in our settings
 */
export function verifyWebhook({
  headers,
  body,
  secrets,
}: {
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
  secrets: readonly string[];
}): WebhookVerdict {
  const signed = {
    'webhook-id': headers['webhook-id'] ?? '',
    'webhook-timestamp': headers['webhook-timestamp'] ?? '',
    'webhook-signature': headers['webhook-signature'] ?? '',
  };
  const faults = secrets.map((secret) => findFault(secret, body, signed));
  if (!faults.includes(null)) return { kind: 'forged', message: faults[0] ?? 'there is no secret' };
  const eventId = signed['webhook-id'];
  const event = readEvent(eventId, body);
  if (event !== null) return { kind: 'ok', event };
  return { kind: 'unreadable', eventId, message: `the signed body of ${eventId} is no event that we know` };
}

/** Reads a webhook that came to a connection: one about another merchant's account says nothing of it. */
export function readConnectionWebhook(
  { headers, body }: ReceivedWebhook,
  { account, webhookSecrets }: SandboxConnection,
): WebhookVerdict {
  const verdict = verifyWebhook({ headers, body, secrets: webhookSecrets });
  if (verdict.kind !== 'ok' || account === null) return verdict;
  const { event } = verdict;
  if (('refund' in event ? event.refund : event.payment).account === account) return verdict;
  return { kind: 'ignored', eventId: event.id, message: 'it is about another account' };
}

/** Why the signature does not match this secret; null if it does. */
function findFault(secret: string, body: string, signed: Record<string, string>): string | null {
  try {
    new Webhook(secret).verify(body, signed, { jsonParse: false });
    return null;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.message;
    throw error;
  }
}

function readEvent(id: string, body: string): ProcessorEvent | null {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  const { data: event } = wireEvent.safeParse(json);
  if (event === undefined) return null;
  const { timestamp: occurredAt } = event;
  switch (event.type) {
    case 'payment.disputed':
    case 'payment.returned':
    case 'dispute.closed':
    case 'payment.updated':
      return { id, occurredAt, type: event.type, payment: event.data.payment };
    default:
      return { id, occurredAt, type: event.type, refund: event.data.refund };
  }
}
