// The bank gives a lost dispute of a refunded deposit back (ADR 46): what the firm had paid for its client meanwhile is the
// firm's, and every clearing account comes to zero.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { applyCommand, recordCommand } from '@makewhole/db/commands/apply-command';
import { keepEvidence } from '@makewhole/db/evidence/keep-evidence';
import type { MirroredPayment } from '@makewhole/db/payments/mirror-payment';
import { takePaymentTrouble } from '@makewhole/db/payments/payment-reversal';
import { loadRefund } from '@makewhole/db/reconciliation/load-refund';
import { markSucceeded } from '@makewhole/db/refunds/mark-succeeded';
import { replenishTrust } from '@makewhole/db/trust/replenish-trust';
import { money } from '@makewhole/domain/money';
import { TRUST_STEPS, type TrustStep } from '@makewhole/domain/obligations';
import { checkBooks } from '@makewhole/domain/verify-postings';
import { openTestDatabase } from '../../support/database.ts';
import { askRefund } from '../../support/small-firm.ts';
import { acceptByStores, moveBooks, viewOf, type WalkedRefund } from '../refunds/walk-by-stores.ts';
import { TODAY, TRUST, createLossWorld, paymentOf, type LossWorld } from './loss-world.ts';

const { db, sql } = await openTestDatabase();
const FEE = { operating_bank: -15_00, processor_fees: 15_00 };
const B = { 'client_trust_liability:B': -5_000_00 };
let world: LossWorld;
let deposit: MirroredPayment;
beforeEach(async () => {
  world = await createLossWorld(db, sql);
  await world.mirror(paymentOf({ matterNumber: '2026-015', items: [{ ...TRUST, amount: money(5_000_00) }] }));
  deposit = paymentOf({ method: 'card' });
  await world.mirror(deposit);
});

const become = (status: 'open' | 'won' | 'lost', debitedFrom: 'operating' | 'trust', id?: string) =>
  world.becomeDisputed(deposit, status, debitedFrom, id);

async function kinds() {
  return (await world.tasks(deposit)).map(({ kind, status }) => `${kind} ${status}`);
}

describe('a dispute of a refunded trust deposit that was debited from trust, lost, and given back', () => {
  let refund: WalkedRefund;

  async function refunded(steps: readonly TrustStep[]): Promise<void> {
    const asked = await askRefund(db, world.firm, deposit.transactionId);
    if (asked.kind !== 'noted') throw new Error(asked.kind);
    refund = { firmId: world.firm.firmId, refundId: asked.refund.id };
    await acceptByStores(db, refund);
    await moveBooks(db, refund);
    await markSucceeded(db, refund, new Date());
    for (const step of steps) expect(await recordRefundStep(step)).toEqual({ ok: true });
  }

  async function recordRefundStep(step: TrustStep) {
    const { obligations } = await viewOf(db, refund);
    const owed = obligations.find(({ kind }) => kind === `trust_${step}`);
    const facts = { amount: money(1_250_00), currency: 'USD', date: TODAY, reference: 'TC-1' } as const;
    const body = { step, ...facts, evidenceId: null };
    const said = { kind: 'trust_step', body, ...refund, actor: world.firm.people.lawyer } as const;
    const instructionId = await recordCommand(db, said);
    return applyCommand(db, refund, { instructionId, obligationId: owed?.id ?? null, at: new Date() });
  }

  async function follow(status: 'won' | 'lost', debitedFrom: 'operating' | 'trust', id?: string) {
    await become(status, debitedFrom, id);
    const isLost = status === 'lost';
    await takePaymentTrouble(db, refund, {
      trouble: isLost ? 'lost' : 'none',
      happened: isLost ? 'payment.dispute_lost' : null,
      at: new Date(),
    });
  }

  async function replenish(amount: number): Promise<string> {
    const { id } = await world.task(deposit, 'trust_replenish');
    const { lawyer } = world.firm.people;
    const content = Buffer.from(randomUUID());
    const file = {
      firmId: world.firm.firmId,
      mediaType: 'application/pdf',
      content,
      keptBy: lawyer,
    } as const;
    const kept = await keepEvidence(db, { ...file, at: new Date() }, { bytesPerFirm: 1_000_000 });
    const evidenceId = kept.kind === 'kept' ? kept.evidence.id : '';
    const made = { amount: money(amount), date: TODAY, reference: 'WIRE-7', evidenceId };
    const by = { actor: lawyer, at: new Date() };
    return (await replenishTrust(db, { firmId: world.firm.firmId, id }, by, made)).kind;
  }

  async function faults() {
    const { status, books } = await loadRefund(db, refund);
    return checkBooks({ status, ...books });
  }

  async function takeSteps(amount: number): Promise<void> {
    for (const step of TRUST_STEPS) {
      const done = await world.recordStep(deposit, step, { amount: money(amount) });
      expect(done).toEqual({ kind: 'settled' });
    }
  }

  const ZERO_AND_FEE = { ...B, ...FEE, trust_bank: 5_000_00 };

  it('after steps a to c, and replenished: the firm takes out of trust what it put in', async () => {
    await refunded(TRUST_STEPS);
    await follow('lost', 'trust');
    expect(await replenish(1_250_00)).toBe('settled');
    await follow('won', 'trust');
    await follow('won', 'trust');
    expect(await world.books()).toEqual({
      ...B,
      trust_bank: 6_250_00,
      'client_trust_liability:A': -1_250_00,
      operating_bank: -1_265_00,
      processor_fees: 15_00,
      returns_clearing: 1_250_00,
    });
    const { obligations } = await viewOf(db, refund);
    const bounced = obligations.filter(({ subject }) => subject === 'original_bounced');
    expect(bounced).toMatchObject([{ status: 'done' }]);
    // It is the firm's, so nobody is promised it.
    const next = paymentOf({ method: 'card', items: [{ ...TRUST, amount: money(1_00) }] });
    await world.mirror(next);
    expect(await world.isRefundable(next)).toBe('yes');
    const later = paymentOf({ method: 'card', items: [{ ...TRUST, amount: money(2_00) }] });
    await world.mirror(later);
    await sql`UPDATE trust_account_balances SET balance = 1251_00 WHERE matter_id = ${world.firm.matterId}`;
    expect(await world.isRefundable(later)).toBe('trust_balance_insufficient');
    await sql`UPDATE trust_account_balances SET balance = 1253_00 WHERE matter_id = ${world.firm.matterId}`;
    await takeSteps(1_250_00);
    expect(await world.books()).toEqual({
      ...ZERO_AND_FEE,
      trust_bank: 5_003_00,
      'client_trust_liability:A': -3_00,
    });
    expect(await faults()).toEqual([]);
  });

  it('after a part was replenished: only that part is the firm’s', async () => {
    await refunded(TRUST_STEPS);
    await follow('lost', 'trust');
    expect(await replenish(1_000_00)).toBe('settled');
    await follow('won', 'trust');
    expect(await world.task(deposit, 'trust_replenish')).toMatchObject({ status: 'void' });
    expect(await world.balance()).toMatchObject({ balance: 1_000_00 });
    await takeSteps(1_000_00);
    expect(await world.books()).toEqual(ZERO_AND_FEE);
  });

  it('before anybody replenished: the shortage is over, and nothing else is owed', async () => {
    await refunded(TRUST_STEPS);
    await follow('lost', 'trust');
    await follow('won', 'trust');
    expect(await world.books()).toEqual(ZERO_AND_FEE);
    expect(await kinds()).not.toContainEqual(expect.stringMatching(/ open$/));
    expect(await faults()).toEqual([]);
  });

  it('before step a: the steps that had ended are owed again, and clearing is zero', async () => {
    await refunded([]);
    await follow('lost', 'trust');
    expect(await world.books()).toMatchObject({ 'client_receivable:A': 1_250_00 });
    await follow('won', 'trust');
    await takeSteps(1_250_00);
    expect(await world.books()).toEqual(ZERO_AND_FEE);
    expect(await world.balance()).toEqual({ balance: 0, held: 0 });
    expect(await faults()).toEqual([]);
  });

  it('and taken from trust again before the firm took it out: the client owes it as before', async () => {
    await refunded(TRUST_STEPS);
    await follow('lost', 'trust');
    expect(await replenish(1_250_00)).toBe('settled');
    await follow('won', 'trust');
    await become('open', 'trust', 'dp_2');
    await follow('lost', 'trust', 'dp_2');
    expect(await world.books()).toEqual({
      ...B,
      trust_bank: 5_000_00,
      operating_bank: -1_280_00,
      processor_fees: 30_00,
      'client_receivable:A': 1_250_00,
    });
    expect(await kinds()).not.toContainEqual(expect.stringMatching(/^trust_.* open$/));
  });

  it('debited from operating, after steps a to c: the client owes nothing any more', async () => {
    await refunded(TRUST_STEPS);
    await follow('lost', 'operating');
    await follow('won', 'operating');
    expect(await world.books()).toEqual(ZERO_AND_FEE);
    expect(await faults()).toEqual([]);
    expect(await kinds()).not.toContainEqual(expect.stringMatching(/ open$/));
  });
});
