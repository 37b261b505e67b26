// A dispute is one row in all its rounds (R12, B16): what the network asks, what the firm did, how it ended.
import { beforeEach, describe, expect, it } from 'vitest';
import { listDisputes } from '@makewhole/db/disputes/list-disputes';
import { respondToDispute } from '@makewhole/db/disputes/respond-to-dispute';
import type { MirroredPayment } from '@makewhole/db/payments/mirror-payment';
import { money } from '@makewhole/domain/money';
import { openTestDatabase } from '../../support/database.ts';
import { createLossWorld, paymentOf, type LossWorld } from './loss-world.ts';

const { db, sql } = await openTestDatabase();
let world: LossWorld;
beforeEach(async () => {
  world = await createLossWorld(db, sql);
});

const OPEN = { id: 'dp_1', reason: 'fraudulent', respondBy: new Date('2026-12-20T22:00:00Z') } as const;

async function pay(): Promise<MirroredPayment> {
  const payment = paymentOf({ items: [await world.giveInvoice(900_00)], method: 'card' });
  await world.mirror(payment);
  return payment;
}

function report(payment: MirroredPayment, status: 'open' | 'won' | 'lost', more: object = {}) {
  const dispute = { ...OPEN, amount: money(900_00), fee: money(15_00), status, ...more };
  return world.mirror({
    ...payment,
    disputed: status !== 'won',
    disputeLost: status === 'lost',
    dispute,
  });
}

async function kept(payment: MirroredPayment) {
  const { firmId } = world.firm;
  const page = await listDisputes(db, { firmId, sort: '-opened', limit: 10 });
  return (page?.data ?? []).filter(({ transactionId }) => transactionId === payment.transactionId);
}

async function respond(payment: MirroredPayment, outcome: 'evidence_sent' | 'accepted' = 'evidence_sent') {
  const { id } = await world.task(payment, 'dispute');
  const by = { actor: world.firm.people.lawyer, at: new Date() };
  const answer = { outcome, date: '2026-12-01', reference: 'case 4711', note: 'Sent the receipt' };
  return respondToDispute(db, { firmId: world.firm.firmId, id }, by, answer);
}

describe('a dispute', () => {
  it('needs a response until the firm has sent evidence, and is then under review', async () => {
    const payment = await pay();
    await report(payment, 'open', { networkCode: '10.4' });
    expect(await kept(payment)).toMatchObject([
      { state: 'needs_response', reason: 'fraudulent', networkCode: '10.4', amount: 900_00, fee: 15_00 },
    ]);
    expect((await respond(payment)).kind).toBe('settled');
    await report(payment, 'open');
    expect(await kept(payment)).toMatchObject([
      { state: 'under_review', response: 'evidence_sent', responseReference: 'case 4711' },
    ]);
    await report(payment, 'won');
    expect(await kept(payment)).toMatchObject([{ state: 'won', closedAt: expect.any(String) }]);
  });

  it('that is not contested stays accepted when it is lost', async () => {
    const payment = await pay();
    await report(payment, 'open');
    await respond(payment, 'accepted');
    await report(payment, 'lost');
    expect(await kept(payment)).toMatchObject([{ state: 'accepted' }]);
  });

  it('that was lost and is won later was given back', async () => {
    const payment = await pay();
    await report(payment, 'lost');
    expect(await kept(payment)).toMatchObject([{ state: 'lost' }]);
    await report(payment, 'won');
    expect(await kept(payment)).toMatchObject([{ state: 'given_back' }]);
  });

  it('that opens again after its response is somebody’s task again', async () => {
    const payment = await pay();
    await report(payment, 'open');
    await respond(payment);
    await report(payment, 'won');
    await report(payment, 'open');
    expect(await kept(payment)).toMatchObject([{ state: 'needs_response', response: null }]);
    expect(await world.task(payment, 'dispute')).toMatchObject({ status: 'open', answer: null });
  });

  it('an inquiry that was answered and becomes a chargeback has to be answered again', async () => {
    const payment = await pay();
    await report(payment, 'open', { kind: 'inquiry', fee: money(0) });
    await respond(payment);
    await report(payment, 'open', { kind: 'chargeback' });
    expect(await kept(payment)).toMatchObject([{ kind: 'chargeback', state: 'needs_response' }]);
    expect(await world.task(payment, 'dispute')).toMatchObject({ status: 'open' });
  });

  it('that the processor names only later is the same one, with the same task', async () => {
    const payment = await pay();
    await world.mirror({ ...payment, disputed: true, dispute: null });
    expect(await kept(payment)).toMatchObject([{ processorDisputeId: '', reason: null }]);
    await report(payment, 'open');
    expect(await kept(payment)).toMatchObject([{ processorDisputeId: 'dp_1', reason: 'fraudulent' }]);
    expect((await world.tasks(payment)).filter(({ kind }) => kind === 'dispute')).toHaveLength(1);
  });

  it('that the record names no more was won', async () => {
    const payment = await pay();
    await report(payment, 'open');
    await report(payment, 'open', { id: 'dp_2' });
    const states = Object.fromEntries(
      (await kept(payment)).map((one) => [one.processorDisputeId, one.state]),
    );
    expect(states).toEqual({ dp_1: 'won', dp_2: 'needs_response' });
  });
});
