import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ReceivedWebhook } from '../module.ts';
import type { WebhookVerdict } from '../events.ts';
import type { StripeConnection } from './connection.ts';
import { readEvent } from './events.ts';
import { wireEvent } from './wire.ts';

/** As Stripe's own libraries have it. */
const TOLERANCE_MS = 5 * 60 * 1000;

/**
 * Verifies `Stripe-Signature: t=<seconds>,v1=<hex>[,v1=<hex>]`, the HMAC-SHA256 of `t.body`, with each secret: while one is
 * rolled, either may have signed. A body that was parsed and serialized again does not match.
 */
export function readStripeWebhook(
  { headers, body }: ReceivedWebhook,
  { webhookSecrets, mode, account }: StripeConnection,
  now: Date,
): WebhookVerdict {
  const fault = faultOf(headers['stripe-signature'] ?? '', { body, secrets: webhookSecrets, now });
  if (fault !== null) return { kind: 'forged', message: fault };
  const wire = wireEvent.safeParse(parsedJson(body)).data;
  if (wire === undefined) {
    return { kind: 'unreadable', eventId: '', message: 'the signed body is no event that we know' };
  }
  const eventId = wire.id;
  const isOurMode = wire.livemode === (mode === 'live');
  if (!isOurMode) return { kind: 'ignored', eventId, message: `it is not about ${mode} mode` };
  const event = readEvent(wire, account);
  if (event === null) return { kind: 'ignored', eventId, message: `the type ${wire.type} tells us nothing` };
  return { kind: 'ok', event };
}

function faultOf(
  header: string,
  { body, secrets, now }: { readonly body: string; readonly secrets: readonly string[]; readonly now: Date },
): string | null {
  const parts = header.split(',').map((part) => part.trim().split('='));
  const valuesOf = (name: string) => parts.filter(([key]) => key === name).map(([, value]) => value ?? '');
  const [timestamp = ''] = valuesOf('t');
  const signatures = valuesOf('v1');
  if (!/^\d{1,12}$/.test(timestamp) || signatures.length === 0) return 'it has no signature';
  const isSigned = secrets.some((secret) => {
    const expected = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    return signatures.some((signature) => isSame(expected, signature));
  });
  if (!isSigned) return 'its signature is of none of our secrets';
  const age = Math.abs(now.getTime() - Number(timestamp) * 1000);
  return age > TOLERANCE_MS ? 'it was signed more than five minutes ago or ahead' : null;
}

/** Takes constant time, so that timing does not reveal where they differ. */
function isSame(expected: string, given: string): boolean {
  return expected.length === given.length && timingSafeEqual(Buffer.from(expected), Buffer.from(given));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
