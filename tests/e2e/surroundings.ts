// What stands around the portal: the payment company's clock and records, and the mail that went out.
import { randomUUID } from 'node:crypto';
import { DEMO_FIRM } from '@makewhole/db/seed/demo-people';
import type { DevFile } from '@makewhole/stack/dev-file';
import { until } from '../support/until.ts';

type Email = { readonly to: string; readonly subject: string; readonly text: string };

/** The payment company pays its refunds of this payment out. */
export function settle(dev: DevFile, transactionId: string): Promise<void> {
  return control(dev, 'settle', transactionId);
}

/** The payment company gives up on its refund of this payment. */
export function fail(dev: DevFile, transactionId: string): Promise<void> {
  return control(dev, 'fail', transactionId);
}

/** The client disputes the payment at their bank. */
export function dispute(dev: DevFile, transactionId: string): Promise<void> {
  return control(dev, 'dispute', transactionId);
}

/** Somebody pays the payment back at the payment company itself. */
export function refundAtTheProcessor(dev: DevFile, transactionId: string): Promise<void> {
  return control(dev, 'refund', transactionId);
}

/** The payment company goes wrong in this way. */
export function armFault({ sandbox }: DevFile, fault: Readonly<Record<string, unknown>>): Promise<void> {
  return post(`${sandbox}/control/faults`, fault);
}

/** A payment that the payment company took without saying whether it is operating or trust money. @returns its ID */
export async function takeUnassigned({ sandbox }: DevFile): Promise<string> {
  const id = `txn_unassigned_${randomUUID()}`;
  const at = new Date(Date.now() - 5 * 86_400_000).toISOString();
  const payment = {
    ...{ id, account: DEMO_FIRM.processorAccount, type: 'sale', amount: 250_00, currency: 'USD' },
    ...{ method: 'card', last4: '4242', payer: { name: 'Miriam Okafor', email: null }, matterNumber: null },
    ...{ createdAt: at, capturedAt: at, settledAt: at, items: null, description: 'Consultation' },
  };
  await post(`${sandbox}/control/payments`, { payments: [payment] });
  return id;
}

function control({ sandbox }: DevFile, what: string, transactionId: string): Promise<void> {
  return post(`${sandbox}/control/${what}`, { transactionId });
}

async function post(url: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}: ${await answer.text()}`);
}

/** What the payment company really did for a payment. */
export async function refundsAtProcessor({ sandbox }: DevFile, transactionId: string): Promise<unknown[]> {
  const answer = await fetch(`${sandbox}/control/refunds?transactionId=${encodeURIComponent(transactionId)}`);
  return (await answer.json()) as unknown[]; // the sandbox answers a list
}

/** The emails that speak of a payment, once there are any. */
export function emailsAbout({ mail }: DevFile, transactionId: string): Promise<Email[]> {
  return until(
    async () => {
      const answer = await fetch(`${mail}/messages`);
      const messages = (await answer.json()) as Email[]; // the mail catcher's own shape
      return messages.filter(({ text }) => text.includes(transactionId));
    },
    (found) => found.length > 0,
    () => `no email speaks of ${transactionId}`,
  );
}
