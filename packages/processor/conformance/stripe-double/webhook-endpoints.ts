// Posts events to the endpoint of an account, as Stripe does: at least once, in no certain order, again when it is not taken.
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { takeFault } from './faults.ts';
import { eventObject } from './objects.ts';
import { findPayment, type DoubleEvent, type State } from './state.ts';

const endpoint = z.strictObject({ account: z.string(), url: z.url(), secret: z.string() });
const ANSWER_WITHIN_MS = 5_000;
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000] as const;
const TRIES_MAX = 40;
const LATE_MS = 1_000;

/** Events of the account are posted there from now on. */
export function openEndpoint(state: State, body: unknown): void {
  const { account, ...wanted } = endpoint.parse(body);
  state.endpoints.set(account, wanted);
}

/** A body as Stripe would post it now. */
export function signedWebhook(event: DoubleEvent, secret: string) {
  const body = JSON.stringify(eventObject(event));
  const t = Math.floor(Date.now() / 1000);
  const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
  return { headers: { 'stripe-signature': `t=${t},v1=${v1}` }, body };
}

/** Posts it, unless a fault of its payment says otherwise. */
export async function deliver(state: State, event: DoubleEvent): Promise<void> {
  const to = state.endpoints.get(event.account);
  if (to === undefined) return;
  const payment = findPayment(state, event.paymentId);
  const fault = payment === undefined ? null : takeFault(state, 'webhook', [payment]);
  if (fault?.kind === 'missing') return;
  if (fault?.kind === 'late') await sleep(fault.ms ?? LATE_MS);
  if (fault?.kind === 'duplicate') await post(to, event);
  await post(to, event);
}

async function post(
  to: { readonly url: string; readonly secret: string },
  event: DoubleEvent,
): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const { headers, body } = signedWebhook(event, to.secret);
    const isTaken = await fetch(to.url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isTaken) return;
    await sleep(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
  }
}
