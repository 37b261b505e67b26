// The keys with which payloads are encrypted: changed while refunds wait, or missing where they are needed.
import { asId, type RefundId, type TransactionId } from '@makewhole/domain/ids';
import { refundWorkflowId } from '@makewhole/domain/contracts/refund';
import { runUntilClosed, request } from '../run-until-closed.ts';
import { patiently } from '../patience.ts';
import type { Refund } from '../open-firm.ts';
import type { CampaignWorld } from '../world.ts';
import { drawPayment, type Kind } from './kind.ts';

export const KEYS: readonly Kind[] = [
  {
    name: 'key_rotated',
    what: 'payloads are encrypted with another key, or for the first time, while a refund waits for the bank',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      await runUntilClosed(world, id, {
        until: ({ status }) => status === 'processing',
        leaveUnsettled: true,
      });
      await world.rotateKey();
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
  {
    name: 'key_missing',
    what: 'the API encrypts with a key that no worker has: the refund waits for the key, and fails of nothing',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await world.whileWorkerLacksKey(async () => {
        const refund = await request(world, transactionId);
        await waitsForKey(world, refund);
        return refund;
      });
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
];

/** Where the worker's own sweep was quicker than the API's start, its payloads are of the key that it has. */
async function waitsForKey(world: CampaignWorld, refund: Refund): Promise<void> {
  const transactionId = asId<TransactionId>(refund.transactionId);
  const handle = world.client.workflow.getHandle(
    refundWorkflowId({ transactionId, id: asId<RefundId>(refund.id) }),
  );
  await patiently(async () => {
    const { events } = await handle.fetchHistory();
    const isStopped = (events ?? []).some(({ workflowTaskFailedEventAttributes: failed }) =>
      /TEMPORAL_PAYLOAD_KEYS/.test(failed?.failure?.message ?? ''),
    );
    const { status } = await world.find(refund.id);
    if (!isStopped && status === 'requested') throw new Error(`Refund ${refund.id} is not stopped yet`);
  });
}
