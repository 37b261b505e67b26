// Walks of a refund's workflow, one for each way that its code can go: record.ts keeps the history of each.
import { SANDBOX_DAYS } from '../support/sandbox-days.ts';
import { bankMorningAfter, lateFrom, promiseFor } from '@makewhole/domain/bank-calendar';
import { TRUST_STEPS } from '@makewhole/domain/obligations';
import { cancelRefund } from '@makewhole/db/refunds/cancel-or-reject';
import type { RefundView } from '@makewhole/db/refunds/refund-view';
import type { FirmWorld } from '../support/refund-world.ts';
import { bookRefund, decide, fail, isClosed, settle, takeStep } from '../workflow/refund-walk.ts';

const INVOICE = { parts: [{ of: 'invoice', amount: 125_00 }] } as const;
const TRUST = { parts: [{ of: 'trust', amount: 400_00 }] } as const;
const SPLIT = { method: 'ach', parts: [...INVOICE.parts, ...TRUST.parts] } as const;

/** Each walks a refund to where its history is taken, finished or not. */
export const REFUND_WALKS: Record<string, (world: FirmWorld) => Promise<RefundView>> = {
  'card-written-off': async (world) => {
    const refund = await bookRefund(world, INVOICE);
    await settle(world, refund);
    await decide(world, refund, 'write_off');
    return isClosed(world, refund);
  },
  'ach-two-invoices': async (world) => {
    const parts = [
      ...INVOICE.parts,
      { of: 'invoice', amount: 20_00 },
      { of: 'unapplied', amount: 5_00 },
    ] as const;
    const refund = await bookRefund(world, { method: 'ach', parts });
    await decide(world, refund, 'still_due', 125_00);
    await decide(world, refund, 'credit_note', 20_00);
    await settle(world, refund);
    return isClosed(world, refund);
  },
  'trust-three-steps': async (world) => {
    const refund = await bookRefund(world, TRUST);
    await settle(world, refund);
    for (const step of TRUST_STEPS) await takeStep(world, refund, step);
    return isClosed(world, refund);
  },
  'split-reminded': async (world) => {
    const refund = await bookRefund(world, SPLIT);
    await settle(world, refund);
    await decide(world, refund, 'still_due');
    await world.passTimeTo(refund, bankMorningAfter(refund.requestedAt.toISOString(), 8));
    for (const step of TRUST_STEPS) await takeStep(world, refund, step);
    return isClosed(world, refund);
  },
  'card-late': async (world) => {
    const refund = await bookRefund(world, INVOICE);
    const { day0 } = promiseFor(String(refund.acceptedAt?.toISOString()), SANDBOX_DAYS);
    await world.passTimeTo(refund, lateFrom(day0, 'card', SANDBOX_DAYS));
    await world.says(refund, { late: true });
    await settle(world, refund);
    await decide(world, refund, 'still_due');
    return isClosed(world, refund);
  },
  rejected: async (world) => {
    const transactionId = await world.pay(INVOICE);
    await world.sandbox.post('/control/dispute', { transactionId });
    const refund = await world.request(transactionId);
    await world.start(refund);
    return isClosed(world, refund);
  },
  canceled: async (world) => {
    const { firmId, people } = world.firm;
    const refund = await world.request(await world.pay(INVOICE));
    await cancelRefund(world.db, { firmId, refundId: refund.id }, { actor: people.admin, at: new Date() });
    await world.start(refund);
    await world.handleOf(refund).result();
    return refund;
  },
  'failed-in-window': async (world) => {
    const refund = await bookRefund(world, INVOICE);
    await decide(world, refund, 'write_off');
    await fail(world, refund);
    return isClosed(world, refund);
  },
  'returned-after-success': async (world) => {
    const refund = await bookRefund(world, SPLIT);
    await settle(world, refund);
    for (const step of TRUST_STEPS) await takeStep(world, refund, step);
    await fail(world, refund, 'return');
    await takeStep(world, refund, 'restore');
    return isClosed(world, refund);
  },
  'unknown-then-found': async (world) => {
    const refund = await unknownRefund(world, { kind: 'timeout_after_success', ms: 50 });
    await world.passHours(refund, 0.1);
    return world.seen(refund, ({ status }) => status === 'processing');
  },
  'unknown-then-sent-again': async (world) => {
    const refund = await unknownRefund(world, { kind: 'cut_connection' });
    await world.passHours(refund, 0.5);
    return world.seen(refund, ({ status }) => status === 'processing');
  },
  'unknown-for-hours': async (world) => {
    const refund = await unknownRefund(world, { kind: 'timeout_after_success', ms: 50 });
    await world.sandbox.arm({ kind: 'lookup_unavailable', reference: refund.id, times: 8 });
    await world.passHours(refund, 2);
    return world.seen(refund, ({ status }) => status === 'processing');
  },
  'unknown-then-never-refunded': async (world) => {
    const refund = await unknownRefund(world, { kind: 'error_500', times: 10_000 });
    await world.passHours(refund, 26);
    const body = { outcome: 'not_refunded', processorReference: null, note: 'Called them' } as const;
    const { owner, lawyer } = world.firm.people;
    for (const actor of [lawyer, owner]) {
      await world.instruct(refund, 'resolveOutcome', { kind: 'resolve', body, actor }, null);
    }
    return isClosed(world, refund);
  },
  'unfinished-in-window': async (world) => bookRefund(world, SPLIT),
  'unfinished-trust-steps': async (world) => {
    const refund = await bookRefund(world, TRUST);
    await settle(world, refund);
    await takeStep(world, refund, 'payment');
    return refund;
  },
};

async function unknownRefund(
  firmWorld: FirmWorld,
  fault: Readonly<Record<string, unknown>>,
): Promise<RefundView> {
  const transactionId = await firmWorld.pay(TRUST);
  await firmWorld.sandbox.arm({ ...fault, transactionId });
  const refund = await firmWorld.request(transactionId);
  await firmWorld.start(refund);
  await firmWorld.says(refund, { status: 'outcome_unknown' });
  return refund;
}
