import { createHmac } from 'node:crypto';
import { WEBHOOK_SECRET } from './sandbox-control.ts';

/** The headers of a message, signed as Standard Webhooks lays down. @param timestamp in seconds */
export function signed(id: string, body: string, timestamp: number, secret = WEBHOOK_SECRET) {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  };
}

export function secondsNow(): number {
  return Math.floor(Date.now() / 1000);
}
