// What a payment owes beside its refunds, and what happens to it at the payment company, as runs wait for it and do it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { TransactionId } from '@makewhole/domain/ids';
import type { Schemas } from '../integration/api/call.ts';
import { patiently } from './patience.ts';
import type { CampaignWorld } from './world.ts';

export type PaymentDetail = Schemas['PaymentDetail'];
export type Task = PaymentDetail['tasks'][number];

/** Webhooks and the sweep are quick; the worker may be away. */
const FOLLOWS_MS = 120_000;

/** The open task of a kind about the payment, once it is there. */
export async function taskOf(
  world: CampaignWorld,
  transactionId: TransactionId,
  kind: Task['kind'],
): Promise<Task> {
  const find = ({ tasks }: PaymentDetail) =>
    tasks.find((task) => task.kind === kind && task.status === 'open');
  const payment = await seen(world, transactionId, (shown) => find(shown) !== undefined);
  const task = find(payment);
  if (task === undefined) throw new Error(`No ${kind} is open`);
  return task;
}

/** The payment, once it is as a run waits for it. @throws Error when it does not get there in time */
export async function seen(
  world: CampaignWorld,
  transactionId: TransactionId,
  isThere: (payment: PaymentDetail) => boolean,
): Promise<PaymentDetail> {
  const endAt = performance.now() + FOLLOWS_MS;
  for (;;) {
    const { body } = await world.ask<PaymentDetail>(`GET /v1/payments/${transactionId}`);
    if (isThere(body)) return body;
    if (performance.now() > endAt)
      throw new Error(`Payment ${transactionId} has ${JSON.stringify(body.losses)}`);
    await sleep(200);
  }
}

/** Has the payment company do something with the payment, once. */
export async function control(world: CampaignWorld, what: string, body: object): Promise<void> {
  await patiently(async () => {
    try {
      await world.company.post(`/control/${what}`, body);
    } catch (error) {
      // Done before, by a try whose answer was lost with the process.
      if (!(error instanceof Error && error.message.includes('nothing_to_do'))) throw error;
    }
  });
}
