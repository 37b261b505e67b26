// The bank takes a deposit back after its refund was drawn on trust (T1, T5): the client has the money twice, and whose
// money is missing depends on the account that the bank debits.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { findConnectionRules, writeConnectionRules } from '@makewhole/db/connections/connection-rules';
import { findFirstConnection } from '@makewhole/db/connections/find-connection';
import { keepEvidence } from '@makewhole/db/evidence/keep-evidence';
import type { MirroredPayment } from '@makewhole/db/payments/mirror-payment';
import { takePaymentTrouble } from '@makewhole/db/payments/payment-reversal';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { refunds } from '@makewhole/db/schema/refunds';
import { replenishTrust } from '@makewhole/db/trust/replenish-trust';
import { money } from '@makewhole/domain/money';
import { checkBooks } from '@makewhole/domain/verify-postings';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund } from '../../support/small-firm.ts';
import { acceptByStores, moveBooks, type WalkedRefund } from '../refunds/walk-by-stores.ts';
import { TODAY, TRUST, createLossWorld, paymentOf, type LossWorld } from './loss-world.ts';

const { db, sql } = await openTestDatabase();
let world: LossWorld;
let deposit: MirroredPayment;
beforeEach(async () => {
  world = await createLossWorld(db, sql);
  await world.debit({ ach: 'account_of_payment' });
  const connection = await findFirstConnection(db, world.firm.firmId);
  const drawsOn = { card: 'account_of_payment', ach: 'account_of_payment' } as const;
  await writeConnectionRules(db, connection, { ...(await findConnectionRules(db, connection.id)), drawsOn });
  await world.mirror(paymentOf({ matterNumber: '2026-015', items: [{ ...TRUST, amount: money(5_000_00) }] }));
  deposit = paymentOf();
  await world.mirror(deposit);
});

/** A's refund, which the processor has, and nobody has booked. */
async function accepted(): Promise<WalkedRefund> {
  const asked = await askRefund(db, world.firm, deposit.transactionId);
  if (asked.kind !== 'noted') throw new Error(asked.kind);
  const { id: refundId } = asked.refund;
  const approved = { approvedBy: world.firm.people.lawyer, approvedAt: new Date() };
  await db.update(refunds).set(approved).where(eq(refunds.id, refundId));
  const refund = { firmId: world.firm.firmId, refundId };
  await acceptByStores(db, refund);
  return refund;
}

async function book(refund: WalkedRefund): Promise<void> {
  await moveBooks(db, refund);
  await markSucceeded(db, refund, new Date());
}

async function takeBack(): Promise<void> {
  await world.mirror({ ...deposit, status: 'returned', returned: { code: 'R10', debitedFrom: null } });
}

async function follow(refund: WalkedRefund): Promise<void> {
  await takePaymentTrouble(db, refund, { trouble: 'lost', happened: 'payment.returned', at: new Date() });
}

async function replenish(): Promise<string> {
  const { id } = await world.task(deposit, 'trust_replenish');
  const { lawyer } = world.firm.people;
  const content = Buffer.from(randomUUID());
  const file = { firmId: world.firm.firmId, mediaType: 'application/pdf', content, keptBy: lawyer } as const;
  const kept = await keepEvidence(db, { ...file, at: new Date() }, { bytesPerFirm: 1_000_000 });
  const evidenceId = kept.kind === 'kept' ? kept.evidence.id : '';
  const made = { amount: money(1_250_00), date: TODAY, reference: 'WIRE-7', evidenceId };
  const by = { actor: lawyer, at: new Date() };
  return (await replenishTrust(db, { firmId: world.firm.firmId, id }, by, made)).kind;
}

async function faults(refund: WalkedRefund) {
  const { status, books } = await loadRefund(db, refund);
  return checkBooks({ status, ...books });
}

describe('an R10 of a deposit of $1,250.00 whose refund was drawn on trust', () => {
  it.each(['after', 'before'])(
    'taken from trust, and known %s the refund is booked, is a shortage that the firm replenishes',
    async (when) => {
      const refund = await accepted();
      if (when === 'before') await takeBack();
      await book(refund);
      if (when === 'after') await takeBack();
      await follow(refund);
      expect(await world.books()).toEqual({
        trust_bank: 3_750_00,
        'client_trust_liability:B': -5_000_00,
        'client_trust_liability:A': 1_250_00,
      });
      expect(await world.balance()).toEqual({ balance: -1_250_00, held: 0 });
      expect(await faults(refund)).toEqual([]);
      expect(await replenish()).toBe('settled');
      expect(await world.books()).toEqual({
        trust_bank: 5_000_00,
        'client_trust_liability:B': -5_000_00,
        operating_bank: -1_250_00,
        'client_receivable:A': 1_250_00,
      });
    },
  );

  it('taken from operating is owed by the client, and trust stays whole', async () => {
    await world.debit({ ach: 'operating' });
    const refund = await accepted();
    await book(refund);
    await takeBack();
    await follow(refund);
    expect(await world.books()).toEqual({
      trust_bank: 5_000_00,
      'client_trust_liability:B': -5_000_00,
      operating_bank: -1_250_00,
      client_receivable: 1_250_00,
    });
    expect(await world.balance()).toEqual({ balance: 0, held: 0 });
    expect(await faults(refund)).toEqual([]);
  });
});
