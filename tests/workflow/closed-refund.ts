// What the tests of closed refunds share: one that was closed, reports on it, and the end of its run.
import { closeUnhandledEvent } from '@makewhole/db/processor-events/close-unhandled-event';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import type { InvoiceDecision } from '@makewhole/domain/invoice-decisions';
import type { PaymentMethod } from '@makewhole/domain/payments';
import { resumeRefundWorkflow, signalProcessorReported } from '@makewhole/temporal/refund-workflows';
import type { FirmWorld } from '../support/refund-world.ts';
import { bookRefund, decide, isClosed, settle } from './refund-walk.ts';

export const PAID_AN_INVOICE = { parts: [{ of: 'invoice', amount: 60_00 }] } as const;

/** A refund that arrived and whose invoice was decided about, closed, with its run at an end. */
export async function closedRefund(
  world: FirmWorld,
  decision: InvoiceDecision = 'still_due',
  method: PaymentMethod = 'card',
): Promise<RefundView> {
  const refund = await bookRefund(world, { ...PAID_AN_INVOICE, method });
  await settle(world, refund);
  await decide(world, refund, decision);
  const closed = await isClosed(world, refund);
  await runEnded(world, refund);
  return closed;
}

export async function runEnded(world: FirmWorld, refund: RefundView): Promise<void> {
  await world.handleOf(refund).result();
}

/** What the API does with a report of the processor, and the sweep after it. */
export async function report(
  world: FirmWorld,
  refund: RefundView,
  type: string,
): Promise<'told' | 'resumed' | 'ended'> {
  const { db, client, taskQueue } = world;
  const { firmId, transactionId, id: refundId } = refund;
  if ((await signalProcessorReported(client, { transactionId, refundId })) === 'signaled') return 'told';
  let how: 'resumed' | 'ended' = 'ended';
  await closeUnhandledEvent(db, { id: `evt_${refundId}`, firmId, refundId, type }, new Date(), (input) => {
    how = 'resumed';
    return resumeRefundWorkflow(client, taskQueue, input);
  });
  return how;
}

export function attentionsOf({ obligations }: RefundView) {
  return obligations.filter(({ kind }) => kind === 'attention');
}
