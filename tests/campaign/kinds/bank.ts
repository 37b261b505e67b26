// The money itself goes astray: refunds that fail or come back, payments that bounce or are disputed (B6, R12).
import { setTimeout as sleep } from 'node:timers/promises';
import { patiently } from '../patience.ts';
import { runUntilClosed, request } from '../run-until-closed.ts';
import type { Refund } from '../open-firm.ts';
import type { CampaignWorld } from '../world.ts';
import { drawPayment, type Kind } from './kind.ts';

const hasEnded = ({ closedAt }: Refund) => closedAt !== null;
const hasFailed = ({ status, closedAt }: Refund) => status === 'failed' && closedAt !== null;
const isProcessing = ({ status }: Refund) => status === 'processing';
const owesTheFirm = ({ postings }: Refund) => postings.some(({ step }) => step === 'original_bounced');

export const BANK: readonly Kind[] = [
  {
    name: 'fails_before_success',
    what: 'the processor gives the refund up',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      await runUntilClosed(world, id, { until: isProcessing, leaveUnsettled: true });
      await sleep(draw.between(0, 400));
      await control(world, 'fail', { transactionId });
      await runUntilClosed(world, id, { until: hasFailed, leaveUnsettled: true });
      return [transactionId];
    },
  },
  {
    name: 'returned_after_success',
    what: 'the credit comes back after it had succeeded, at any point of what is owed',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      const owed = draw.between(0, 3);
      const isThere = ({ status, obligations, closedAt }: Refund) =>
        closedAt !== null ||
        (status === 'succeeded' && obligations.filter((one) => one.status === 'done').length >= owed);
      await runUntilClosed(world, id, { until: isThere });
      await control(world, 'return', { transactionId, target: 'refund' });
      await runUntilClosed(world, id, { until: hasFailed });
      return [transactionId];
    },
  },
  {
    name: 'returned_after_closing',
    what: 'the credit comes back after the refund was closed',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      await runUntilClosed(world, id);
      await control(world, 'return', { transactionId, target: 'refund' });
      await runUntilClosed(world, id, { until: hasFailed });
      return [transactionId];
    },
  },
  {
    name: 'failed_then_refunded_anew',
    what: 'a refund fails, and the payment is refunded again',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      const { id } = await request(world, transactionId);
      await runUntilClosed(world, id, { until: isProcessing, leaveUnsettled: true });
      await control(world, 'fail', { transactionId });
      await runUntilClosed(world, id, { until: hasFailed, leaveUnsettled: true });
      await runUntilClosed(world, (await request(world, transactionId)).id);
      return [transactionId];
    },
  },
  {
    name: 'payment_returned_after_closing',
    what: 'the ACH payment itself bounces after it was refunded',
    async run(world, draw) {
      const transactionId = await world.pay({ ...drawPayment(draw), method: 'ach' });
      const { id } = await request(world, transactionId);
      await runUntilClosed(world, id);
      await control(world, 'return', { transactionId, target: 'payment' });
      await runUntilClosed(world, id, { until: (refund) => owesTheFirm(refund) && hasEnded(refund) });
      return [transactionId];
    },
  },
  {
    name: 'dispute_lost_after_success',
    what: 'the client disputes the payment after its refund, and wins',
    async run(world, draw) {
      const transactionId = await world.pay({ ...drawPayment(draw), method: 'card' });
      const { id } = await request(world, transactionId);
      await runUntilClosed(world, id, { until: ({ status }) => status === 'succeeded' });
      await control(world, 'dispute', { transactionId });
      await control(world, 'dispute-close', { transactionId, outcome: 'lost' });
      await runUntilClosed(world, id, { until: (refund) => owesTheFirm(refund) && hasEnded(refund) });
      return [transactionId];
    },
  },
  {
    name: 'dispute_races_refund',
    what: 'the client disputes the payment while it is being refunded',
    async run(world, draw) {
      const transactionId = await world.pay({ ...drawPayment(draw), method: 'card' });
      const { id } = await request(world, transactionId);
      await sleep(draw.between(0, 200));
      await control(world, 'dispute', { transactionId });
      await runUntilClosed(world, id, {
        until: ({ status, closedAt }) => closedAt !== null || status === 'succeeded',
      });
      await control(world, 'dispute-close', { transactionId, outcome: 'won' });
      await runUntilClosed(world, id);
      return [transactionId];
    },
  },
];

async function control(world: CampaignWorld, what: string, body: object): Promise<void> {
  await patiently(async () => {
    try {
      await world.company.post(`/control/${what}`, body);
    } catch (error) {
      // Done before, by a try whose answer was lost with the process.
      if (!(error instanceof Error && error.message.includes('nothing_to_do'))) throw error;
    }
  });
}
