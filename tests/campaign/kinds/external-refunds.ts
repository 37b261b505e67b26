// Somebody refunds the payment at the payment company itself, past us (R12, B12).
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { money } from '@makewhole/domain/money';
import type { TransactionId } from '@makewhole/domain/ids';
import { runUntilClosed, requestOnce } from '../run-until-closed.ts';
import { patiently } from '../patience.ts';
import type { CampaignWorld } from '../world.ts';
import { drawPayment, type Kind } from './kind.ts';

export const EXTERNAL_REFUNDS: readonly Kind[] = [
  {
    name: 'refunded_elsewhere',
    what: "somebody refunds it on the processor's own pages at the same time: one of the two is made, and no third",
    async run(world, draw) {
      const wanted = drawPayment(draw);
      const transactionId = await world.pay(wanted);
      world.leavesDifference(transactionId);
      const amount = wanted.parts.reduce((sum, part) => sum + part.amount, 0);
      const [asked] = await Promise.all([
        sleep(draw.between(0, 150)).then(() => requestOnce(world, transactionId)),
        sleep(draw.between(0, 150)).then(() => refundThere(world, transactionId, amount)),
      ]);
      // Refused at once where the processor's webhook was quicker.
      if (asked.status === 202) await runUntilClosed(world, asked.body.id);
      const again = await requestOnce(world, transactionId);
      // In the worst case it is noted, and rejected before money moves.
      if (again.status === 202) await runUntilClosed(world, again.body.id);
      for (const { status, text } of [asked, again]) {
        if (![202, 409, 422, 503].includes(status)) throw new Error(`It was answered ${status}: ${text}`);
      }
      return [transactionId];
    },
  },
];

/** Under one key, however often it has to be tried; refused where ours was quicker. */
async function refundThere(
  { processor, firm }: CampaignWorld,
  transactionId: TransactionId,
  amount: number,
): Promise<void> {
  const key = randomUUID();
  await patiently(async () => {
    const answer = await processor.refund({
      connectionId: firm.connectionId,
      transactionId,
      amount: money(amount),
      currency: 'USD',
      idempotencyKey: key,
      reference: `dashboard-${key}`,
      timeoutMs: 10_000,
    });
    if (answer.kind === 'unknown' || answer.kind === 'retry_later') throw new Error('It gave no answer');
  });
}
